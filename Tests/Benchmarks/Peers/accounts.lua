-- The register's page for wrk, each time in the name of another account.
--     wrk … -s accounts.lua ADDRESS -- FILE     FILE: a token a line

function init(args)
    tokens = {}
    for line in io.lines(args[1]) do
        tokens[#tokens + 1] = line
    end
    asked = 0
end

function request()
    asked = asked + 1
    return wrk.format("GET", nil, { Cookie = "caunoi_token=" .. tokens[asked % #tokens + 1] })
end
