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

#: KEYS: meta, stream, fence. ARGV: pub/sub channel, entry, size, ttl, meta ttl (milliseconds),
#: random part for a new epoch, sequence or '', fence token or '', fence ttl.
#: Returns `{'published', offset, epoch}`, `{'duplicate'}`, `{'gap', wanted}` or `{'fenced'}`.
PUBLISH = (
    _EPOCH
    + """
local sequence, token = tonumber(ARGV[7]), tonumber(ARGV[8])
if token then
    local highest = tonumber(redis.call('GET', KEYS[3]))
    if highest and token < highest then
        return {'fenced'}
    end
    redis.call('SET', KEYS[3], ARGV[8], 'PX', ARGV[9])
end
if tonumber(ARGV[3]) <= 0 then
    redis.call('PUBLISH', ARGV[1], '0::' .. ARGV[2])
    return {'published', 0, ''}
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
return {'published', offset, epoch}
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
