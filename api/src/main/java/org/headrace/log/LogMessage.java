package org.headrace.log;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * All that Headrace logs. Each line begins with an id, such as {@code HR-2102}, that stays what it is: none is renumbered,
 * and the number of one that is gone is not given again. The guide has a page that says what each means and what to do.
 */
public enum LogMessage {
    // 1xxx: streams
    STREAM_ARCHIVED(
            1001,
            Level.INFO,
            "Stream {stream}: {events} events below offset {offset} were archived by {operator}: {reason}"),
    STREAM_CLOSED(1002, Level.INFO, "Stream {stream} was closed by {operator}: {reason}"),
    STREAM_REOPENED(1003, Level.INFO, "Stream {stream} was opened again by {operator}: {reason}"),
    APPEND_LISTENERS_NOT_FOUND(1101, Level.ERROR, "The listeners of appends were not found"),
    APPEND_LISTENER_FAILED(1102, Level.ERROR, "A listener of appends failed at stream {stream}, offset {offset}"),
    STREAM_SEARCH_FAILED(1103, Level.ERROR, "Who searches for streams {prefix}* failed at the news"),
    HEAD_ANSWER_FAILED(1104, Level.ERROR, "Who asked where streams end failed at the answer"),
    STREAM_LISTENER_FAILED(1105, Level.ERROR, "A listener of stream {stream} failed"),
    APPEND_OBSERVER_FAILED(1106, Level.ERROR, "An observer of appends failed"),
    STREAM_SHORTENED(
            1201, Level.WARNING, "Stream {stream} ended at {before} and now ends at {now}: the database was restored"),
    HEADS_NOT_READ(1202, Level.WARNING, "The store could not be asked where streams end; trying again"),
    EVENTS_NOT_READ(1203, Level.WARNING, "The store could not be read; trying again"),
    CONNECTION_NOT_ENDED(1901, Level.DEBUG, "A connection did not end well"),

    // 2xxx: projections
    PROJECTION_REGISTERED(2001, Level.INFO, "Projection {projection} reads {streams}, batches of {batch}"),
    PROJECTION_OPERATED(2002, Level.INFO, "Projection {projection} is {action} by {operator}: {reason}"),
    PROJECTION_SPLIT(
            2003,
            Level.INFO,
            "Projection {projection} reads stream {stream} in {segments} segments from offset {offset} on, {before}"
                    + " before"),
    EVENT_SKIPPED(
            2004,
            Level.WARNING,
            "Projection {projection}: event at offset {offset} of stream {stream} is skipped by {operator}: {reason}"),
    EVENT_FAILED(
            2101,
            Level.WARNING,
            "Projection {projection}: event at offset {offset} of stream {stream} ({type}, {event}) failed, attempt"
                    + " {attempt}, next at {next}"),
    PROJECTION_PAUSED(
            2102,
            Level.ERROR,
            "Projection {projection}: event at offset {offset} of stream {stream} ({type}, {event}) holds it up; the"
                    + " projection is paused: {why}"),
    EVENT_PARKED(
            2103,
            Level.ERROR,
            "Projection {projection}: event at offset {offset} of stream {stream} ({type}, {event}) failed for good,"
                    + " and is a dead letter now"),
    LETTER_FAILED_AGAIN(
            2104,
            Level.WARNING,
            "Projection {projection}: the dead letter at offset {offset} of stream {stream} failed again"),
    LETTERS_HANDLED(
            2105,
            Level.INFO,
            "Projection {projection}: {processed} dead letters were processed, {skipped} skipped, {failed} failed"
                    + " again, by {operator}: {reason}"),
    LETTER_GONE(2106, Level.DEBUG, "Somebody else has dealt with a dead letter: {what}"),
    PROJECTION_WAITS(2201, Level.WARNING, "Projection {projection} waits for the database: {why}"),
    PROJECTION_TURN_FAILED(2202, Level.ERROR, "Projection {projection}: a turn failed"),
    PROJECTION_STILL_AT_WORK(2203, Level.WARNING, "Projection {projection} is still in a batch while it should stop"),
    PROJECTION_CANNOT_RUN(2204, Level.ERROR, "Projection {projection} cannot run: {why}"),
    PROJECTION_GIVES_WAY(2205, Level.INFO, "Projection {projection} gives way: {why}"),
    PROJECTION_TIMEOUT_FAILED(2206, Level.ERROR, "A timeout of projection {projection} failed"),
    PROJECTION_GOES_ON(2207, Level.INFO, "Projection {projection} goes on: the database answers again"),
    SNAPSHOT_USED(2301, Level.INFO, "Projection {projection} starts from {snapshot}"),
    SNAPSHOT_REFUSED(2302, Level.WARNING, "Projection {projection} does not start from {snapshot}: {why}"),
    SNAPSHOT_NOT_TAKEN(2303, Level.WARNING, "Projection {projection}: no snapshot was taken: {why}"),
    SNAPSHOT_TAKEN(
            2304, Level.INFO, "Projection {projection}: snapshot {snapshot} of {bytes} bytes is taken by {operator}"),
    REBUILD_BEGUN(2401, Level.INFO, "Projection {projection}: a new version is being built beside the one that serves"),
    REBUILD_SWITCHED_LATER(2402, Level.INFO, "Projection {projection} is switched later: {why}"),
    REBUILD_NOT_SWITCHED(2403, Level.WARNING, "Projection {projection} is not switched by itself: {why}"),
    REBUILD_NOT_TENDED(2404, Level.WARNING, "Projection {projection}: its rebuild was not looked after"),
    REBUILD_OPERATED(2405, Level.INFO, "Projection {projection}: its rebuild is {action} by {operator}: {reason}"),

    // 3xxx: sagas
    SAGA_REGISTERED(3001, Level.INFO, "Saga {saga} version {version}: {steps}"),
    SAGA_STARTED(3002, Level.DEBUG, "Saga '{saga}' {id} started [sagaId={id} correlationId={correlation}]"),
    SAGA_COMPLETED(3003, Level.INFO, "Saga '{saga}' {id} completed [sagaId={id} correlationId={correlation}]"),
    SAGA_COMPENSATING(
            3004,
            Level.INFO,
            "Saga '{saga}' {id} is being compensated, steps {steps} in reverse: {why} [sagaId={id}"
                    + " correlationId={correlation}]"),
    SAGA_COMPENSATED(
            3005, Level.INFO, "Saga '{saga}' compensation completed, {id} [sagaId={id} correlationId={correlation}]"),
    SAGA_FAILED(
            3006,
            Level.ERROR,
            "Saga '{saga}' {id} has failed; left to be undone: {steps}: {why} [sagaId={id}"
                    + " correlationId={correlation}]"),
    SAGA_CANCELLED(
            3007,
            Level.WARNING,
            "Saga '{saga}' {id}: cancelled by {operator} [sagaId={id} correlationId={correlation}]"),
    SAGA_PAUSED(
            3008, Level.WARNING, "Saga '{saga}' {id}: paused by {operator} [sagaId={id} correlationId={correlation}]"),
    SAGA_HAPPENING(3009, Level.DEBUG, "Saga '{saga}' {id}: {what} {detail} [sagaId={id} correlationId={correlation}]"),
    STEP_NOTHING_TO_UNDO(
            3101,
            Level.INFO,
            "Saga '{saga}' {id}: step {step} has nothing to compensate [sagaId={id} correlationId={correlation}]"),
    STEP_IN_DOUBT(
            3102,
            Level.WARNING,
            "Saga '{saga}' {id}: {step} is in doubt: it was called, and nobody knows its end [sagaId={id}"
                    + " correlationId={correlation}]"),
    STEP_HAPPENING(
            3103, Level.DEBUG, "Saga '{saga}' {id}: {step} {what} {detail} [sagaId={id} correlationId={correlation}]"),
    STEP_UNDONE(
            3104, Level.INFO, "Saga '{saga}' {id}: step {step} compensated [sagaId={id} correlationId={correlation}]"),
    STEP_COMPLETED(
            3105,
            Level.DEBUG,
            "Saga '{saga}' {id}: step {step} completed, {number} of {all} [sagaId={id} correlationId={correlation}]"),
    STEP_FAILED(
            3106,
            Level.WARNING,
            "Saga '{saga}' {id}: {step} failed {attempts} times and is tried again at {next}: {why} [sagaId={id}"
                    + " correlationId={correlation}]"),
    STEP_FAILED_FOR_GOOD(
            3107,
            Level.WARNING,
            "Saga '{saga}' {id}: step {step} failed for good: {why} [sagaId={id} correlationId={correlation}]"),
    UNDO_NOT_NEEDED(
            3108,
            Level.INFO,
            "Saga '{saga}' {id}: compensation of step {step} skipped: it never completed [sagaId={id}"
                    + " correlationId={correlation}]"),
    SAGA_OPERATED(
            3201,
            Level.INFO,
            "Saga '{saga}' {id}: {action} by {operator}: {reason} [sagaId={id} correlationId={correlation}]"),
    SAGA_INTERRUPTED(3301, Level.WARNING, "Saga {id} could not be moved on, and is tried again: {why} [sagaId={id}]"),
    SAGA_NOT_GIVEN_BACK(3302, Level.DEBUG, "Saga {id} could not be given back [sagaId={id}]"),
    SAGAS_GO_ON(3303, Level.INFO, "The database answers again: sagas go on"),
    SAGAS_NOT_FOUND(3304, Level.WARNING, "Ready sagas could not be looked for, and are again at the next scan: {why}"),
    SAGA_NOT_CLAIMED(3305, Level.DEBUG, "Saga {id} could not be claimed; the next scan looks for it [sagaId={id}]"),
    SAGA_SCAN_FAILED(3306, Level.ERROR, "A scan for sagas could not be begun"),
    HISTORY_GOES_ON(3401, Level.INFO, "What happens to sagas is appended to the stream {stream} again"),
    HISTORY_NOT_APPENDED(
            3402,
            Level.WARNING,
            "What happened to sagas could not be appended to the stream {stream}, and is tried again: {why}"),
    TRIGGER_BEGINS(3501, Level.INFO, "Projection {projection} begins behind event {offset} of stream {stream}"),
    TRIGGER_SET_ELSEWHERE(3502, Level.DEBUG, "Another node has set where it begins"),

    // 4xxx: the hub
    CONNECTION_OPERATED(4001, Level.INFO, "Hub connection {connection}: {action} by {operator} {detail}"),
    CONNECTION_TOO_SLOW(
            4002,
            Level.INFO,
            "Hub connection {connection} is closed: its client is {lag} events behind in stream {stream}, more than"
                    + " {most}"),
    HUB_TASK_FAILED(4101, Level.ERROR, "A task of the hub failed"),
    HUB_CLOCK_FAILED(4102, Level.ERROR, "The hub's clock met a failure"),
    HUB_STOPS(4103, Level.DEBUG, "The hub stops with {counts}"),
    CONNECTION_ENDED_MEANWHILE(4104, Level.DEBUG, "A hub connection ended while it was looked at"),
    PING_FAILED(4201, Level.DEBUG, "A hub client could not be pinged: {why}"),
    CLOSED_ALREADY(4202, Level.DEBUG, "A hub connection was closed already: {why}"),
    EVENT_STREAM_BROKE(4203, Level.DEBUG, "A client of an event stream has gone: {why}"),
    EVENT_STREAM_ENDED_ALREADY(4204, Level.DEBUG, "An event stream had ended already: {why}"),
    HUB_CONNECTION_FAILED(4205, Level.DEBUG, "A connection of the hub failed"),
    FRAMES_NOT_SHARED(
            4206,
            Level.INFO,
            "Frames for many clients are made for each: this server's Tyrus is not one that is known"),
    FRAMES_COPIED(
            4207,
            Level.INFO,
            "Frames are copied for each client: this server's buffer for what it sends is not one that is known"),

    // 5xxx: the cluster
    NODE_JOINED(5001, Level.INFO, "This is node {node}, with a lease of {lease}"),
    NODE_REACHES_DATABASE(5002, Level.INFO, "Node {node} reaches the database again"),
    LEASES_NOT_GIVEN_BACK(
            5003,
            Level.WARNING,
            "Node {node} could not give its leases back; other nodes take over when they have run out: {why}"),
    LEASE_NOT_RENEWED(5004, Level.WARNING, "Node {node} cannot renew its lease: {why}"),
    PROJECTION_TAKEN(5101, Level.INFO, "Projection {projection} runs on this node from now on, epoch {epoch}"),
    PROJECTION_TAKEN_OVER(
            5102,
            Level.WARNING,
            "Projection {projection} runs on this node from now on, epoch {epoch}: node {gone} has not been heard of"),
    PROJECTION_LOST(
            5103,
            Level.WARNING,
            "Projection {projection} no longer runs on this node: node {node} has it, epoch {epoch}"),
    LEASES_NOT_READ(5104, Level.DEBUG, "The store does not tell who holds projections"),
    NODE_CONNECTION_BROKEN(5901, Level.DEBUG, "The node's connection was broken already"),

    // 6xxx: the schema and the start
    SCHEMA_CHANGED(6001, Level.INFO, "The schema of {changelog} was changed: {changes}"),
    DATABASE_SILENT(6002, Level.DEBUG, "The database does not answer"),
    STARTED(6003, Level.INFO, "Headrace has started with {projections} projections and {sagas} sagas"),
    WORKERS_INTERRUPTED(6004, Level.WARNING, "{workers} are still at work after {seconds} s; interrupting them"),
    NO_THREAD_FREE(6005, Level.DEBUG, "No thread is free for {workers}"),
    APPLICATION_UNNAMED(6006, Level.WARNING, "The server does not tell what the application is called"),
    BEAN_NOT_TAKEN(6007, Level.WARNING, "JMX does not take {bean}: it cannot be operated there"),
    BEAN_GONE_ALREADY(6008, Level.DEBUG, "Somebody else has taken {bean} away from JMX"),
    BEAN_NOT_LET_GO(6009, Level.WARNING, "JMX does not let go of {bean}"),
    METRICS_NOT_READ(6010, Level.DEBUG, "Not read for the metrics; again when they are asked for: {why}"),
    SUSPENSION_NOT_TOLD(6011, Level.WARNING, "The server would not tell when it is being suspended"),
    THREADS_NOT_FORGOTTEN(6012, Level.DEBUG, "The server is not asked to forget its threads that have ended"),
    SCHEMA_WARNING(6101, Level.WARNING, "Liquibase: {message}"),
    SCHEMA_ERROR(6102, Level.ERROR, "Liquibase: {message}"),
    STOPPED_ALREADY(6901, Level.DEBUG, "Work was refused: this node stops"),

    // 7xxx: the web
    REQUEST_WITHOUT_STORE(7001, Level.WARNING, "A request failed because the store does not answer"),
    REQUEST_FAILED(7002, Level.ERROR, "A request failed: correlation id {correlation}"),
    STORE_NOT_ASKED(7003, Level.WARNING, "The store could not be asked whether it answers"),
    PROJECTIONS_NOT_ASKED(7004, Level.WARNING, "The projections could not be asked for their state"),
    SAGAS_NOT_ASKED(7005, Level.WARNING, "It could not be asked which sagas nobody runs"),
    STORE_TOO_SLOW(7006, Level.WARNING, "The store did not answer within {seconds} s"),
    CLIENT_GONE(7101, Level.DEBUG, "A client has gone: {why}"),
    BODY_NOT_BOUND(7102, Level.DEBUG, "A request's body could not be bound"),
    NOBODY_READS(7103, Level.DEBUG, "Nobody is left to read an error: {why}"),
    SECURITY_OPEN(
            7201, Level.WARNING, "Security is open: every caller may do everything; {setting}=secure asks for a login"),
    ENDPOINT_WITHOUT_ROLE(7202, Level.ERROR, "{endpoint} has no row in the table of roles, and is refused"),
    USERS_NOT_READ(7203, Level.ERROR, "{setting} is as it was before: {why}"),
    TOKENS_NOT_CHECKED(7204, Level.ERROR, "Tokens cannot be checked: {why}"),
    SETTING_RENAMED(7205, Level.WARNING, "{before} is called {now} now, and goes for the whole HTTP API: rename it"),
    LOGINS_REFUSED(
            7206,
            Level.WARNING,
            "Too many logins have failed, the last one from {address}: more of the kind are refused for up to {seconds} s");

    private final String id;
    private final Level level;
    private final String text;

    LogMessage(int number, Level level, String text) {
        this.id = "HR-" + number;
        this.level = level;
        this.text = text;
    }

    /** Such as {@code HR-2102}. */
    public String id() {
        return id;
    }

    /** How grave it is when it is told first. */
    public Level level() {
        return level;
    }

    /** With the names of its values in braces. */
    public String text() {
        return text;
    }

    /** The names of its values, each once, in the order in which they are to be given. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
            String name = text.substring(open + 1, text.indexOf('}', open));
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }
}
