-- Schema version 2: the members of one branch on a day are found without those who left it long ago.
-- The expression is that of membership_end, which serves all branches together.
DROP INDEX membership_branch;
CREATE INDEX membership_branch ON membership(branch_id, ifnull(to_on, '9999-12-31'));
