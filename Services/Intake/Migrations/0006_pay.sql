-- By what a helper is paid for a case, chosen in writing on assignment and not changed after it (circular 02/2021, Điều 9.1).
create table pay_terms (
    case_id uuid not null,
    helper uuid not null,
    organisation uuid not null,
    province text not null,
    basis text not null,
    chosen_on date not null,
    entered_by text not null,
    entered_at timestamptz not null,
    constraint pay_terms_key primary key (case_id, helper),
    constraint pay_terms_of_a_case foreign key (case_id) references cases (id),
    constraint pay_terms_basis_known check (basis in ('sessions', 'lump_sum'))
);

alter table pay_terms enable row level security;
alter table pay_terms force row level security;
create policy tenant on pay_terms using (organisation = any (array(select scope_organisations())));
create policy province on pay_terms for select using (province = (select scope_province()));
create policy country on pay_terms for select using ((select scope_kind()) = 'country');
create policy service on pay_terms using ((select scope_kind()) = 'service');

-- Thẩm định thời gian (circular 12/2018, Điều 12): every one stays, the latest holds.
create table time_appraisals (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    -- Half-days of preparation at most, from the annex of circular 02/2021.
    preparation_limit double precision,
    note text,
    appraised_by text not null,
    appraised_at timestamptz not null,
    constraint time_appraisals_key primary key (id),
    constraint time_appraisals_of_a_case foreign key (case_id) references cases (id)
);

create index time_appraisals_by_case on time_appraisals (case_id, appraised_at, id);

alter table time_appraisals enable row level security;
alter table time_appraisals force row level security;
create policy tenant on time_appraisals using (organisation = any (array(select scope_organisations())));
create policy province on time_appraisals for select using (province = (select scope_province()));
create policy country on time_appraisals for select using ((select scope_kind()) = 'country');
create policy service on time_appraisals using ((select scope_kind()) = 'service');

-- What an appraisal accepted of each entry.
create table time_appraisal_entries (
    appraisal uuid not null,
    entry uuid not null,
    organisation uuid not null,
    province text not null,
    half_days double precision not null,
    reason text,
    constraint time_appraisal_entries_key primary key (appraisal, entry),
    constraint time_appraisal_entries_of_an_appraisal foreign key (appraisal) references time_appraisals (id),
    constraint time_appraisal_entries_of_an_entry foreign key (entry) references progress (id),
    constraint time_appraisal_entries_not_negative check (half_days >= 0)
);

alter table time_appraisal_entries enable row level security;
alter table time_appraisal_entries force row level security;
create policy tenant on time_appraisal_entries using (organisation = any (array(select scope_organisations())));
create policy province on time_appraisal_entries for select using (province = (select scope_province()));
create policy country on time_appraisal_entries for select using ((select scope_kind()) = 'country');
create policy service on time_appraisal_entries using ((select scope_kind()) = 'service');

-- What it fixed for a helper: the half-days of a lump sum, or documents and what each is worth in base wages.
create table time_appraisal_helpers (
    appraisal uuid not null,
    helper uuid not null,
    organisation uuid not null,
    province text not null,
    lump_half_days double precision,
    documents int,
    document_rate double precision,
    constraint time_appraisal_helpers_key primary key (appraisal, helper),
    constraint time_appraisal_helpers_of_an_appraisal foreign key (appraisal) references time_appraisals (id),
    constraint time_appraisal_helpers_not_negative check (lump_half_days >= 0 and documents >= 0 and document_rate > 0)
);

alter table time_appraisal_helpers enable row level security;
alter table time_appraisal_helpers force row level security;
create policy tenant on time_appraisal_helpers using (organisation = any (array(select scope_organisations())));
create policy province on time_appraisal_helpers for select using (province = (select scope_province()));
create policy country on time_appraisal_helpers for select using ((select scope_kind()) = 'country');
create policy service on time_appraisal_helpers using ((select scope_kind()) = 'service');
