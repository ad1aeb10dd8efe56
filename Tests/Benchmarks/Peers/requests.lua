-- Requests that are accepted at once, for wrk: every call another client, an Idempotency-Key of its own, the next centre.
--     wrk … -s requests.lua ADDRESS -- FILE     FILE: a line `centre token` for each centre

local threads = 0

function setup(thread)
    threads = threads + 1
    thread:set("thread_number", threads)
end

function init(args)
    centres = {}
    for line in io.lines(args[1]) do
        local centre, token = line:match("^(%S+) (%S+)$")
        centres[#centres + 1] = { id = centre, token = token }
    end
    begun = os.time()
    count = 0
    math.randomseed(begun + 7919 * thread_number)
end

local families = { "Nguyễn", "Trần", "Lường", "Quàng", "Vàng", "Thào", "Hờ", "Lò", "Cà", "Bạc" }
local middles = { "Thị", "Văn", "A", "Đức", "Ngọc", "Minh" }
local given = { "Piêng", "Ún", "Súa", "Dơ", "Chứ", "Hặc", "Inh", "Ơn", "Thu", "Sinh", "Pó", "Mỷ", "Lả", "Xuân" }

local function one_of(list)
    return list[math.random(#list)]
end

function request()
    count = count + 1
    local centre = centres[(count + thread_number * 17) % #centres + 1]
    local name = one_of(families) .. " " .. one_of(middles) .. " " .. one_of(given) .. " " .. one_of(given)
    local body = string.format(
        '{"centre":"%s","channel":"in_person","client":{"name":"%s","birth":"19%02d-%02d-%02d","gender":"female","ethnicity":"Thái",'
            .. '"residence":{"province":"14","commune":"Chiềng Mai","especially_difficult":true}},"categories":["poor_household"],'
            .. '"form":"litigation","field":"civil","role_in_proceedings":"litigant",'
            .. '"summary":"Bị chiếm mảnh vườn mà bố mẹ để lại, toà đã thụ lý, xin người bảo vệ quyền lợi. Số %d-%d",'
            .. '"decision":"accept"}',
        centre.id, name, math.random(40, 99), math.random(12), math.random(28), thread_number, count)
    return wrk.format("POST", nil, {
        ["Content-Type"] = "application/json",
        ["Authorization"] = "Bearer " .. centre.token,
        ["Idempotency-Key"] = string.format("bench-%d-%d-%d-%d", begun, thread_number, count, math.random(1000000000)),
    }, body)
end
