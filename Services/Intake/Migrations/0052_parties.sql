-- People whom a case names later than its request did: by whom they were entered, and when. Nil: with the request.
alter table parties
    add column entered_by text,
    add column entered_at timestamptz;

-- Since when a case waits to be searched again, because it names somebody more.
alter table cases add column parties_changed_at timestamptz;
create index cases_to_search on cases (parties_changed_at) where parties_changed_at is not null;
