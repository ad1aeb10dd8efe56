-- How to reach the client, and who asked for them, can be corrected too.
alter table register_corrections
    drop constraint register_corrections_field_known,
    add constraint register_corrections_field_known check (
        field in (
            'name', 'birth', 'gender', 'ethnicity', 'identity_number', 'phone', 'email', 'address', 'requester_name', 'requester_relation',
            'requester_phone', 'requester_email', 'categories', 'form', 'field', 'summary'));
