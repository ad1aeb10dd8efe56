-- Đề nghị thay đổi người thực hiện (circular 12/2018, Điều 9.1): what a client asked and why, by when it is to be answered, and the answer.
create table helper_changes (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    -- Whom they want replaced.
    helper uuid not null,
    helper_name text not null,
    channel text not null,
    reason text not null,
    asked_on date not null,
    due_on date not null,
    entered_by text not null,
    entered_at timestamptz not null,
    outcome text,
    answer text,
    answered_by text,
    answered_at timestamptz,
    constraint helper_changes_key primary key (id),
    constraint helper_changes_of_a_case foreign key (case_id) references cases (id),
    constraint helper_changes_channel_known check (channel in ('in_person', 'phone', 'post', 'online')),
    constraint helper_changes_outcome_known check (outcome in ('accepted', 'refused')),
    constraint helper_changes_answered_whole check ((outcome is null) = (answered_at is null) and (outcome is null) = (answered_by is null)),
    constraint helper_changes_refused_with_a_reason check (outcome <> 'refused' or answer is not null)
);

create unique index helper_changes_one_at_a_time on helper_changes (case_id) where outcome is null;
create index helper_changes_by_case on helper_changes (case_id, entered_at);

alter table helper_changes enable row level security;
alter table helper_changes force row level security;
create policy tenant on helper_changes using (organisation = any (array(select scope_organisations())));
create policy province on helper_changes for select using (province = (select scope_province()));
create policy country on helper_changes for select using ((select scope_kind()) = 'country');
create policy service on helper_changes using ((select scope_kind()) = 'service');

-- By when the one that waits is to be answered; null where none waits.
alter table cases add column change_due_on date;

drop index cases_open;
drop index cases_open_by_place;
create index cases_open on cases (organisation, registered_at desc, id desc)
    include (province, helper, state, stalled, missing_papers, papers_due_on, next_on, change_due_on)
    where state in ('registered', 'assigned', 'under_way', 'suspended');
create index cases_open_by_place on cases (province, organisation)
    include (helper, state, stalled, missing_papers, papers_due_on, next_on, change_due_on)
    where state in ('registered', 'assigned', 'under_way', 'suspended');

-- The search knows which cases have one that waits: few, and their days are looked at then.
create or replace function case_search_row(entry cases, request requests) returns case_search
    language sql stable
begin atomic
    select
        entry.id, entry.organisation, entry.province, entry.registered_at,
        ' ' || name_key(concat_ws(' ', entry.code, entry.client_name, request.client_identity_number, entry.helper_name)) || ' | '
            || normalize(lower(concat_ws(' | ', entry.client_name, entry.helper_name)), nfc),
        array[
            'o:' || entry.organisation, 'p:' || entry.province, 's:' || entry.state, 'f:' || entry.form, 'd:' || entry.field,
            'h:' || coalesce(entry.helper::text, 'none'),
            case when entry.state in ('registered', 'assigned', 'under_way', 'suspended') then 'w:open' else 'w:over' end,
            case when entry.state in ('registered', 'assigned', 'under_way') then 'w:moving' else 'w:still' end,
            case when entry.stalled then 'l:stalled' else 'l:moving' end,
            case when entry.missing_papers > 0 then 'm:incomplete' else 'm:complete' end
        ] || case when entry.change_due_on is not null then array['a:change'] else '{}' end
            || (select array_agg('c:' || category) from unnest(request.categories || entry.counted_as) as category (category)),
        entry.accepted_on, entry.papers_due_on, entry.next_on;
end;

create function keep_case_search_of_change() returns trigger
    language plpgsql security definer
as $$
begin
    update case_search as kept
    set tags = row.tags
    from requests cross join lateral case_search_row(new, requests) as row
    where requests.id = new.request and kept.id = new.id;
    return null;
end
$$;

create trigger case_search_change_asked after update on cases for each row
    when ((old.change_due_on is null) is distinct from (new.change_due_on is null))
    execute function keep_case_search_of_change();

do $$
begin
    execute format('alter function keep_case_search_of_change() set search_path = %I, public, pg_temp', current_schema());
    revoke all on function keep_case_search_of_change() from public;
end
$$;
