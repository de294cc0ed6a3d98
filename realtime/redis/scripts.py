"""Lua that runs inside Redis, so that a position and what it counts never disagree.

The meta hash of a channel holds `epoch` (random, made here once), `offset` and `sequence`. What is
called the epoch outside is that and the first eight characters of `master_replid`: after a failover
to a replica that lagged the same offsets would be given twice, and so no old position may match.
"""

_EPOCH = """
local function epoch_with(random_part)
    local replication = redis.call('INFO', 'replication')
    local master = string.match(replication, 'master_replid:(%x%x%x%x%x%x%x%x)')
    return random_part .. '.' .. (master or '')
end

local function random_part_of(meta, stream, candidate)
    local kept = redis.call('HGET', meta, 'epoch')
    if kept then
        return kept
    end
    redis.call('HSET', meta, 'epoch', candidate)
    redis.call('DEL', stream)
    return candidate
end
"""

#: KEYS: meta, stream, fence, idempotency. ARGV: pub/sub channel, entry, size, ttl, meta ttl
#: (milliseconds), random part for a new epoch, sequence or '', fence token or '', fence ttl,
#: idempotency ttl or '' where there is no idempotency key.
#: Returns `{'published', offset, epoch}`, `{'duplicate'}`, `{'gap', wanted}` or `{'fenced'}`.
PUBLISH = (
    _EPOCH
    + """
local sequence, token = tonumber(ARGV[7]), tonumber(ARGV[8])
local function remember(offset, epoch)
    if ARGV[10] ~= '' then
        redis.call('SET', KEYS[4], offset .. ':' .. epoch, 'PX', ARGV[10])
    end
    return {'published', offset, epoch}
end
if ARGV[10] ~= '' then
    local before = redis.call('GET', KEYS[4])
    if before then
        local offset, epoch = string.match(before, '^(%d+):(.*)$')
        return {'published', tonumber(offset), epoch}
    end
end
if token then
    local highest = tonumber(redis.call('GET', KEYS[3]))
    if highest and token < highest then
        return {'fenced'}
    end
    redis.call('SET', KEYS[3], ARGV[8], 'PX', ARGV[9])
end
if tonumber(ARGV[3]) <= 0 then
    redis.call('PUBLISH', ARGV[1], '0::' .. ARGV[2])
    return remember(0, '')
end
local epoch = epoch_with(random_part_of(KEYS[1], KEYS[2], ARGV[6]))
if sequence then
    local highest = tonumber(redis.call('HGET', KEYS[1], 'sequence'))
    if highest and sequence <= highest then
        return {'duplicate'}
    end
    if highest and sequence > highest + 1 then
        return {'gap', highest + 1}
    end
    redis.call('HSET', KEYS[1], 'sequence', ARGV[7])
end
local offset = redis.call('HINCRBY', KEYS[1], 'offset', 1)
redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[3], offset .. '-0', 'e', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
redis.call('PUBLISH', ARGV[1], offset .. ':' .. epoch .. ':' .. ARGV[2])
return remember(offset, epoch)
"""
)

#: KEYS: meta, stream. ARGV: meta ttl (milliseconds), random part for a new epoch, offset to read
#: after (before, in reverse) or '', its epoch or '', limit or '', '1' for reverse or ''.
#: Returns `{epoch, offset, entries of the stream}`.
READ = (
    _EPOCH
    + """
local epoch = epoch_with(random_part_of(KEYS[1], KEYS[2], ARGV[2]))
local top = tonumber(redis.call('HGET', KEYS[1], 'offset')) or 0
redis.call('PEXPIRE', KEYS[1], ARGV[1])
local since, limit = tonumber(ARGV[3]), tonumber(ARGV[5])
if limit == 0 or (ARGV[4] ~= '' and ARGV[4] ~= epoch) then
    return {epoch, top, {}}
end
local arguments
if ARGV[6] ~= '' then
    arguments = {'XREVRANGE', KEYS[2], since and math.max(since - 1, 0) or '+', '-'}
else
    arguments = {'XRANGE', KEYS[2], since and since + 1 or '-', '+'}
end
if limit then
    arguments[5], arguments[6] = 'COUNT', limit
end
return {epoch, top, redis.call(unpack(arguments))}
"""
)

_NOW = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
"""

#: KEYS: times, infos. ARGV: ttl (milliseconds), then client and info in turn.
#: The times are those at which a client is no longer believed, by Redis's clock.
CONFIRM = (
    _NOW
    + """
local gone = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)
for _, client in ipairs(gone) do
    redis.call('HDEL', KEYS[2], client)
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
for each = 2, #ARGV, 2 do
    redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[each])
    redis.call('HSET', KEYS[2], ARGV[each], ARGV[each + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
"""
)

#: KEYS: times, infos. ARGV: clients.
REMOVE = """
for _, client in ipairs(ARGV) do
    redis.call('ZREM', KEYS[1], client)
    redis.call('HDEL', KEYS[2], client)
end
"""

#: KEYS: times, infos. Returns the infos of those believed to be there, none of them twice.
PRESENT = (
    _NOW
    + """
local infos = {}
for _, client in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')) do
    infos[#infos + 1] = redis.call('HGET', KEYS[2], client) or nil
end
return infos
"""
)
