package org.headrace.web.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of problem that clients can tell apart. A kind's URN is stable: none is renamed and none goes.
 */
public enum ProblemType {
    /** 400: fields of the request are not as they should be; {@code violations} names each. Nothing was written. */
    INVALID_INPUT("invalid-input", 400, "Invalid input"),
    /** 400: the body is not JSON as RFC 8259 defines it. Nothing was written. */
    INVALID_JSON("invalid-json", 400, "Invalid JSON"),
    /** 400: the body cannot be decoded: malformed UTF-8, or corrupt gzip data. */
    UNREADABLE_BODY("unreadable-body", 400, "Unreadable body"),
    /** 400: the request is malformed in another way. */
    BAD_REQUEST("bad-request", 400, "Bad request"),
    /** 401: the caller must say who it is. */
    UNAUTHENTICATED("unauthenticated", 401, "Authentication needed"),
    /** 401: the name or the password is wrong, or the header that has them. */
    INVALID_CREDENTIALS("invalid-credentials", 401, "Wrong name or password"),
    /** 401: the token is not one that is taken here; {@code detail} says why. */
    INVALID_TOKEN("invalid-token", 401, "Token not taken"),
    /** 401: the token was good once: get a new one. */
    TOKEN_EXPIRED("token-expired", 401, "Token expired"),
    /** 403: the caller lacks the role. */
    FORBIDDEN("forbidden", 403, "Forbidden"),
    /** 403: the stream is for some users only: {@code headrace.restricted-streams}. */
    STREAM_RESTRICTED("stream-restricted", 403, "Stream restricted"),
    /** 403: the {@code Host} header names a host that is not allowed: {@code headrace.allowed-hosts}. */
    HOST_NOT_ALLOWED("host-not-allowed", 403, "Host not allowed"),
    /** 403: a page of another origin tried to write: {@code headrace.allowed-origins}. */
    FOREIGN_ORIGIN("foreign-origin", 403, "Foreign origin"),
    /** 404: nothing was ever appended to the stream. */
    STREAM_NOT_FOUND("stream-not-found", 404, "Stream not found"),
    /** 404: no projection has that name. */
    PROJECTION_NOT_FOUND("projection-not-found", 404, "Projection not found"),
    /** 404: the projection has no dead letter for that event; somebody may have dealt with it. */
    DEAD_LETTER_NOT_FOUND("dead-letter-not-found", 404, "Dead letter not found"),
    /** 404: no saga has that id, or no definition that name. */
    SAGA_NOT_FOUND("saga-not-found", 404, "Saga not found"),
    /**
     * 404: the id of a hub connection was never given out, or is older than 15 s: negotiate again. To operators: no
     * connection of the node that answers has that id.
     */
    CONNECTION_NOT_FOUND("connection-not-found", 404, "Connection not found"),
    /** 404: the hub connection has no subscription to that stream. */
    SUBSCRIPTION_NOT_FOUND("subscription-not-found", 404, "Subscription not found"),
    /** 404: nothing is at this path. */
    NOT_FOUND("not-found", 404, "Not found"),
    /** 405: {@code Allow} lists what the path answers to. */
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
    /** 406: none of the media types in {@code Accept} is offered. */
    NOT_ACCEPTABLE("not-acceptable", 406, "Not acceptable"),
    /** 409: the stream's newest event is not where {@code expectedOffset} says. Nothing was written. */
    OFFSET_CONFLICT("offset-conflict", 409, "Offset conflict"),
    /** 409: the key's newest event is not where {@code expectedKeyVersion} says. Nothing was written. */
    KEY_VERSION_CONFLICT("key-version-conflict", 409, "Key version conflict"),
    /** 409: the event id belongs to another event of the stream. */
    EVENT_ID_CONFLICT("event-id-conflict", 409, "Event id conflict"),
    /** 409: the projection's state does not allow the action. */
    PROJECTION_STATE("projection-state", 409, "Projection in another state"),
    /** 409: the saga's state does not allow the action, or its key is taken by one with other data. */
    SAGA_STATE("saga-state", 409, "Saga in another state"),
    /** 409: the id of a hub connection is in use: negotiate again. */
    CONNECTION_IN_USE("connection-in-use", 409, "Connection in use"),
    /** 409: the stream is closed and takes no more events. Nothing was written. */
    STREAM_CLOSED("stream-closed", 409, "Stream closed"),
    /** 410: events from there on are archived; {@code firstOffset} is the first one that is live. */
    EVENTS_ARCHIVED("events-archived", 410, "Events archived"),
    /** 413: the body is over a limit, which {@code detail} names. Nothing was written. */
    TOO_LARGE("too-large", 413, "Too large"),
    /** 415: the body's media type, charset or encoding is not read here; {@code detail} lists those that are. */
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "Unsupported media type"),
    /** 429: too many logins have failed; {@code Retry-After} says when another one is looked at. */
    TOO_MANY_FAILED_LOGINS("too-many-failed-logins", 429, "Too many failed logins"),
    /** 429: the client has all the connections to the hub that it may have; {@code detail} names the limit. */
    TOO_MANY_CONNECTIONS("too-many-connections", 429, "Too many connections"),
    /** 500: our fault; {@code correlationId} is in the server's log too. */
    INTERNAL_ERROR("internal-error", 500, "Internal error"),
    /** 503: the connection broke during the commit. Send the same event ids again. */
    OUTCOME_UNKNOWN("outcome-unknown", 503, "Outcome unknown"),
    /** 503: the hub takes no more connections, or not yet. */
    HUB_UNAVAILABLE("hub-unavailable", 503, "Hub unavailable"),
    /** 503: the store does not answer; {@code Retry-After} says when to try again. Nothing was written. */
    STORE_UNAVAILABLE("store-unavailable", 503, "Store unavailable"),
    /** Any other status: told by the status alone ({@code about:blank}). */
    OTHER(null, 500, "Error");

    private final String urn;
    private final int status;
    private final String title;

    ProblemType(@Nullable String name, int status, String title) {
        this.urn = name == null ? "about:blank" : "urn:headrace:problem:" + name;
        this.status = status;
        this.title = title;
    }

    /** The value of the member {@code type}. */
    public String urn() {
        return urn;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The values of {@code WWW-Authenticate} that go with 401: both ways to log in, and what a token lacks. */
    List<String> challenges() {
        boolean token = this == INVALID_TOKEN || this == TOKEN_EXPIRED;
        return List.of(
                "Basic realm=\"headrace\", charset=\"UTF-8\"",
                "Bearer realm=\"headrace\"" + (token ? ", error=\"invalid_token\"" : ""));
    }

    /** What a bare HTTP status means. */
    static ProblemType ofStatus(int status) {
        return switch (status) {
            case 400 -> BAD_REQUEST;
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 500 -> INTERNAL_ERROR;
            default -> OTHER;
        };
    }
}
