-- Who asks for a client who does not ask themself: a relative, a body, anybody (Law 11/2017, Điều 8.2; Mẫu 02-TP-TGPL, part I).
alter table requests
    add column requester_name text,
    add column requester_relation text,
    add column requester_phone text,
    add column requester_email text,
    add constraint requests_requester_whole check (
        (requester_name is null) = (requester_relation is null)
        and (requester_name is not null or (requester_phone is null and requester_email is null)));
