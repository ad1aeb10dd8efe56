-- Quality of finished cases (circular 12/2018, Điều 14–17). A round is one appraisal by the centre, or one evaluation by Sở or Cục; it is over once every
-- reviewer who was to score has scored. Nobody sees another's scores before that.
create table evaluation_plans (
    id uuid not null,
    -- Null: the whole country.
    province text,
    title text not null,
    from_on date not null,
    to_on date not null,
    percent double precision not null,
    -- With the population below it makes the sample again.
    seed text not null,
    drawn_by text not null,
    drawn_at timestamptz not null,
    constraint evaluation_plans_key primary key (id),
    constraint evaluation_plans_a_share check (percent > 0 and percent <= 100),
    constraint evaluation_plans_forward check (from_on <= to_on)
);

alter table evaluation_plans enable row level security;
alter table evaluation_plans force row level security;
create policy province on evaluation_plans for select using (province = (select scope_province()));
create policy country on evaluation_plans for select using ((select scope_kind()) = 'country');
create policy service on evaluation_plans using ((select scope_kind()) = 'service');

-- The population of a plan as it was when the sample was drawn, and what was drawn of it.
create table evaluation_population (
    plan uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    code text not null,
    helper uuid,
    helper_name text,
    -- From 1, in the order of the draw; null where it was not drawn.
    drawn int,
    constraint evaluation_population_key primary key (plan, case_id),
    constraint evaluation_population_of_a_plan foreign key (plan) references evaluation_plans (id)
);

-- No case is drawn twice, by whomever.
create unique index evaluation_drawn_once on evaluation_population (case_id) where drawn is not null;

alter table evaluation_population enable row level security;
alter table evaluation_population force row level security;
create policy tenant on evaluation_population for select using (organisation = any (array(select scope_organisations())));
create policy province on evaluation_population for select using (province = (select scope_province()));
create policy country on evaluation_population for select using ((select scope_kind()) = 'country');
create policy service on evaluation_population using ((select scope_kind()) = 'service');

create table quality_rounds (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    kind text not null,
    -- Of an evaluation: why this case (Điều 14.2, 14.3).
    basis text,
    -- How many are to score it.
    reviewers int not null,
    helper uuid,
    helper_name text,
    total double precision,
    grade text,
    opened_at timestamptz not null,
    closed_at timestamptz,
    reply text,
    replied_by text,
    replied_at timestamptz,
    constraint quality_rounds_key primary key (id),
    constraint quality_rounds_of_a_case foreign key (case_id) references cases (id),
    constraint quality_rounds_kind_known check (kind in ('appraisal', 'evaluation')),
    constraint quality_rounds_basis_known check ((kind = 'evaluation') = (basis is not null) and basis in ('plan', 'complaint', 'other')),
    constraint quality_rounds_reviewers check (reviewers between 1 and 2),
    constraint quality_rounds_closed_whole check ((closed_at is null) = (grade is null) and (closed_at is null) = (total is null)),
    constraint quality_rounds_reply_whole check ((reply is null) = (replied_by is null) and (reply is null) = (replied_at is null))
);

create unique index quality_one_open on quality_rounds (case_id, kind) where closed_at is null;
create unique index quality_evaluated_once on quality_rounds (case_id) where basis = 'plan';
create index quality_rounds_by_case on quality_rounds (case_id, opened_at);
create index quality_rounds_newest on quality_rounds (organisation, closed_at desc, id desc) where closed_at is not null;

alter table quality_rounds enable row level security;
alter table quality_rounds force row level security;
create policy tenant on quality_rounds using (organisation = any (array(select scope_organisations())));
create policy province on quality_rounds for select using (province = (select scope_province()));
create policy country on quality_rounds for select using ((select scope_kind()) = 'country');
create policy service on quality_rounds using ((select scope_kind()) = 'service');

create table quality_reviews (
    round uuid not null,
    reviewer text not null,
    organisation uuid not null,
    province text not null,
    reviewer_name text not null,
    -- By the keys of the criteria.
    points jsonb not null,
    breach boolean not null,
    total double precision not null,
    grade text not null,
    note text,
    reviewed_at timestamptz not null,
    constraint quality_reviews_key primary key (round, reviewer),
    constraint quality_reviews_of_a_round foreign key (round) references quality_rounds (id)
);

alter table quality_reviews enable row level security;
alter table quality_reviews force row level security;
create policy tenant on quality_reviews using (organisation = any (array(select scope_organisations())));
create policy province on quality_reviews for select using (province = (select scope_province()));
create policy country on quality_reviews for select using ((select scope_kind()) = 'country');
create policy service on quality_reviews using ((select scope_kind()) = 'service');

-- Which criteria of success a case met (Điều 14.1); the latest finding holds, none of them means: not successful.
create table success_findings (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    criteria text[] not null,
    note text,
    found_by text not null,
    found_at timestamptz not null,
    constraint success_findings_key primary key (id),
    constraint success_findings_of_a_case foreign key (case_id) references cases (id)
);

create index success_findings_by_case on success_findings (case_id, found_at);

alter table success_findings enable row level security;
alter table success_findings force row level security;
create policy tenant on success_findings using (organisation = any (array(select scope_organisations())));
create policy province on success_findings for select using (province = (select scope_province()));
create policy country on success_findings for select using ((select scope_kind()) = 'country');
create policy service on success_findings using ((select scope_kind()) = 'service');
