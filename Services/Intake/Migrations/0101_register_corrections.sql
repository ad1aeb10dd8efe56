-- What statistics count can be corrected too.
alter table register_corrections
    drop constraint register_corrections_field_known,
    add constraint register_corrections_field_known check (
        field in ('name', 'birth', 'gender', 'ethnicity', 'identity_number', 'phone', 'address', 'categories', 'form', 'field', 'summary'));
