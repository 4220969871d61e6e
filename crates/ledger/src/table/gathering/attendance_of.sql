-- Attendance of one person (?1) on one day (?2) with what each gathering counts as for that person: records of the
-- person's branch or group on the day, of temporary branches that the person takes part in (a committee meeting only
-- for those who held a post then) and of offices above the branches; for an observer all records. Driven by
-- attendance_person.
SELECT a.id, a.gathering_id, a.state, a.reason, r.kind
FROM attendance a
CROSS JOIN gathering g ON g.id = a.gathering_id
CROSS JOIN meeting_record r ON r.gathering_id = g.id
CROSS JOIN organisation o ON o.id = r.organisation_id
WHERE a.person_id = ?1 AND a.occurred_on = ?2 AND g.cancelled_on IS NULL
  AND (a.state = 'observer'
    OR (r.kind = 'committee_meeting' AND EXISTS (
      SELECT 1 FROM post_held h
      WHERE h.person_id = a.person_id AND h.organisation_id = r.organisation_id
        AND (h.from_on IS NULL OR h.from_on <= a.occurred_on)
        AND (h.to_on IS NULL OR h.to_on > a.occurred_on)))
    OR (r.kind <> 'committee_meeting' AND (o.level NOT IN ('branch', 'temporary_branch', 'group') OR EXISTS (
      SELECT 1 FROM membership m
      WHERE m.person_id = a.person_id AND r.organisation_id IN (m.branch_id, m.group_id)
        AND (m.from_on IS NULL OR m.from_on <= a.occurred_on)
        AND (m.to_on IS NULL OR m.to_on > a.occurred_on))
      OR EXISTS (
      SELECT 1 FROM role p
      WHERE p.person_id = a.person_id AND p.organisation_id = r.organisation_id AND p.kind = 'participant'
        AND (p.from_on IS NULL OR p.from_on <= a.occurred_on)
        AND (p.to_on IS NULL OR p.to_on > a.occurred_on)))))
ORDER BY a.id, r.id
