-- Sổ thực hiện việc trợ giúp pháp lý: simple questions that were answered at once (Law 11/2017, Điều 32.2; circular 12/2018, Điều 8.2). No dossier.
create table consultations (
    id uuid not null,
    organisation uuid not null,
    province text not null,
    series text not null,
    number int not null,
    channel text not null,
    client_name text not null,
    client_name_key text not null,
    client_gender text not null,
    client_phone text,
    categories text[] not null,
    field text not null,
    question text not null,
    answer text not null,
    given_on date not null,
    given_by text not null,
    recorded_at timestamptz not null,
    constraint consultations_key primary key (id),
    constraint consultations_number_once unique (organisation, series, number)
);

create index consultations_newest on consultations (organisation, recorded_at desc, id desc);
create index consultations_newest_of_province on consultations (province, recorded_at desc, id desc);
create index consultations_newest_of_all on consultations (recorded_at desc, id desc);

alter table consultations enable row level security;
alter table consultations force row level security;
create policy tenant on consultations using (organisation = any (array(select scope_organisations())));
create policy province on consultations for select using (province = (select scope_province()));
create policy country on consultations for select using ((select scope_kind()) = 'country');
create policy service on consultations using ((select scope_kind()) = 'service');
