-- A case can rest, go elsewhere, and lie in the archive.
alter table cases
    drop constraint cases_state_known,
    add constraint cases_state_known check (
        state in ('registered', 'assigned', 'under_way', 'suspended', 'finished', 'stopped', 'handed_over', 'transferred', 'archived'));
