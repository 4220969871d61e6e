-- Held records of a month (?1) by branch and kind. A group's meeting stands with the branch above it.
-- Driven by meeting_record_month; the gathering and the organisation are found by key.
SELECT min(r.id),
       CASE o.level WHEN 'group' THEN b.position ELSE o.position END,
       CASE o.level WHEN 'group' THEN b.id ELSE o.id END AS branch,
       r.kind, count(*), sum(r.due_count), sum(r.present_count), sum(r.leave_count), sum(r.absent_count),
       sum(g.origin = 'late')
FROM meeting_record r
CROSS JOIN gathering g ON g.id = r.gathering_id
CROSS JOIN organisation o ON o.id = r.organisation_id
LEFT JOIN organisation b ON b.id = o.parent_id
WHERE r.booked_month = ?1 AND r.cancelled_on IS NULL
GROUP BY branch, r.kind
