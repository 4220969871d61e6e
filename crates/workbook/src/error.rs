//! What can go wrong, as Chinese sentences that say what happened and what to do next. No other texts live here.

use std::io;

/// Why a foreign file was not read. `to_string()` may be shown as it is.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no file at the path.
    #[error("找不到这个文件，请确认它没有被移走或改名，再重新选择。")]
    Missing,
    /// The system refused to read.
    #[error("读不了这个文件（{0}），请确认它没有被别的程序占用，U盘没有拔出，再试一次。")]
    Io(#[source] io::Error),
    /// Zero bytes, or nothing but blanks.
    #[error("这个文件是空的，里面没有任何内容，请检查是否选错了文件。")]
    Empty,
    /// A book that asks for a password.
    #[error("这个文件设有打开密码，读不了。请用 WPS 或 Excel 打开，去掉密码后另存，再导入。")]
    Encrypted,
    /// Excel 5.0/95 and older.
    #[error(
        "这是很旧的 Excel 格式（Excel 95 或更早），读不了。请用 WPS 或 Excel 打开，另存为 .xlsx，再导入。"
    )]
    OldFormat,
    /// A web page without a table in it: a notice, or the way to log in.
    #[error(
        "这个文件其实是网页，里面没有表格，可能是登录过期时下载的。请重新登录网站再导出，或用 WPS 或 Excel 打开，另存为 .xlsx，再导入。"
    )]
    WebPage,
    /// A web page whose tables lie in other files.
    #[error(
        "这个网页的表格存在另外的文件夹里，单独读不了。请用 WPS 或 Excel 打开这个网页，另存为 .xlsx，再导入。"
    )]
    FramedPage,
    /// A web page packed with its parts (.mht).
    #[error("这是单个文件的网页存档（.mht），读不了。请用 WPS 或 Excel 打开，另存为 .xlsx，再导入。")]
    WebArchive,
    /// A binary workbook (.xlsb).
    #[error("这是二进制工作簿（.xlsb），读不了。请用 WPS 或 Excel 打开，另存为 .xlsx，再导入。")]
    BinaryBook,
    /// Something else: a document, a picture, an archive.
    #[error("这个文件不是表格，看上去是{0}。请选择 .xlsx、.xls、.et、.ods、.csv、.txt 或网页表格文件。")]
    NotASpreadsheet(&'static str),
    /// A limit was passed.
    #[error("{what}超出上限（{limit}），为安全起见没有读取。请删去多余内容或拆成几个文件，再导入。")]
    TooLarge {
        /// What was too large, as a Chinese noun.
        what: &'static str,
        /// The limit, in the unit of the noun.
        limit: u64,
    },
    /// A part that unpacks to far more than its size allows.
    #[error(
        "这个文件的压缩比异常，展开后大得不合常理，可能是有意破坏的文件，没有读取。请向来源单位要一份新的。"
    )]
    Bomb,
    /// Two parts of one name: two programs would read two different tables.
    #[error(
        "这个文件内部有重名的部件（{0}），可能被改动过，没有读取。请用 WPS 或 Excel 打开后另存，再导入。"
    )]
    DuplicatePart(String),
    /// The bytes do not make sense.
    #[error("文件已损坏，读到一半读不下去了（{0}）。请用 WPS 或 Excel 打开看是否正常，另存后再导入。")]
    Damaged(String),
    /// Text in no known encoding.
    #[error("认不出这个文本文件的编码。请用 WPS 或 Excel 打开，另存为 .xlsx，再导入。")]
    UnknownEncoding,
    /// No worksheet inside, or none of that number.
    #[error("文件里没有第 {0} 张工作表，请检查是否选错了文件。")]
    NoSheet(usize),
    /// The file is not the one that was opened.
    #[error("读取时文件被别的程序改动了。请先关闭正在编辑它的程序，再重新导入。")]
    Changed,
}

impl ReadError {
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }

    pub(crate) fn too_large(what: &'static str, limit: u64) -> Self {
        Self::TooLarge { what, limit }
    }
}

/// Why a workbook was not written. Nothing is left at the target: the old file, if any, stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system refused to write.
    #[error("写不了 {path}（{source}）。请确认磁盘没有写满、文件没有在 WPS 或 Excel 里打开，再试一次。")]
    Io {
        /// The file or folder.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A row came after a later row; constant-memory writing would lose it.
    #[error(
        "工作表「{sheet}」的第 {row} 行写在第 {at} 行之后，没有写入。这是程序的错误，请把这句话告诉维护人员。"
    )]
    OutOfOrder {
        /// Name of the sheet.
        sheet: String,
        /// Row asked for, counted from 1.
        row: u32,
        /// Row already begun, counted from 1.
        at: u32,
    },
    /// A row with more or fewer cells than columns.
    #[error(
        "工作表「{sheet}」第 {row} 行有 {have} 格，应有 {want} 格。这是程序的错误，请把这句话告诉维护人员。"
    )]
    RowWidth {
        /// Name of the sheet.
        sheet: String,
        /// Row, counted from 1.
        row: u32,
        /// Cells in the row.
        have: usize,
        /// Columns of the sheet.
        want: usize,
    },
    /// Header rows that do not form rectangles, or a sheet without columns.
    #[error("工作表「{0}」的表头不完整。这是程序的错误，请把这句话告诉维护人员。")]
    Header(String),
    /// A name that Excel does not take, or one used twice.
    #[error("工作表名「{0}」不能用：不得为空、重名、超过 31 个字，也不得含 [ ] : * ? / \\。请改名后再试。")]
    SheetName(String),
    /// More text than a cell holds.
    #[error("工作表「{sheet}」第 {row} 行有一格文字超过 32767 个字，放不下。请缩短后再试。")]
    TextTooLong {
        /// Name of the sheet.
        sheet: String,
        /// Row, counted from 1.
        row: u32,
    },
    /// More rows than a sheet holds.
    #[error("工作表「{0}」超过 1048576 行，放不下。请缩小范围或分几次导出。")]
    TooManyRows(String),
    /// The rows could not be fetched: the sentence of whoever was to fetch them.
    #[error("{0}")]
    Source(String),
    /// The writing library refused.
    #[error("生成表格时出错（{0}）。请把这句话告诉维护人员。")]
    Library(String),
}
