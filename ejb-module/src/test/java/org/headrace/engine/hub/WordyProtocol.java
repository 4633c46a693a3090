package org.headrace.engine.hub;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/** A protocol that people can read: messages end in a line break, and those that are joined are told apart by it. */
final class WordyProtocol implements NumberedProtocol {

    private final boolean joins;
    private final boolean oneSubscription;
    private volatile boolean clientsPing = true;

    /** How often each event was encoded, by stream and offset. */
    final Map<String, Integer> encoded = new ConcurrentHashMap<>();

    WordyProtocol(boolean joins) {
        this(joins, false);
    }

    private WordyProtocol(boolean joins, boolean oneSubscription) {
        this.joins = joins;
        this.oneSubscription = oneSubscription;
    }

    static WordyProtocol ofOneSubscription() {
        return new WordyProtocol(true, true);
    }

    /** Its clients say nothing by themselves. */
    WordyProtocol ofListeners() {
        clientsPing = false;
        return this;
    }

    static WordyProtocol joining() {
        return new WordyProtocol(true);
    }

    static List<String> messages(String frame) {
        return frame.lines().toList();
    }

    @Override
    public String name() {
        return "wordy";
    }

    @Override
    public String naming() {
        return "camel";
    }

    @Override
    public boolean joins() {
        return joins;
    }

    @Override
    public boolean isOneSubscription() {
        return oneSubscription;
    }

    @Override
    public String eventStart(RecordedEvent event) {
        encoded.merge(event.stream() + "@" + event.offset(), 1, Integer::sum);
        return "event " + event.stream() + " " + event.offset() + " " + event.data();
    }

    @Override
    public boolean asksForResults() {
        return clientsPing;
    }

    @Override
    public String eventEnd(long previous, @Nullable String resultId) {
        return " after " + previous + (resultId == null ? "" : " answer " + resultId) + "\n";
    }

    @Override
    public String skipped(String stream, long from, long to) {
        return "skipped " + stream + " " + from + " to " + to + "\n";
    }

    @Override
    public String confirmed(String stream) {
        return "confirmed " + stream + "\n";
    }

    @Override
    public @Nullable String completed(@Nullable String call) {
        return call == null ? null : "completed " + call + "\n";
    }

    @Override
    public @Nullable String refused(@Nullable String call, @Nullable String stream, String message) {
        return call == null ? null : "refused " + call + ": " + message + "\n";
    }

    @Override
    public String subscriptionRefused(@Nullable String call, @Nullable String stream, String message) {
        return "error " + message + "\n" + (call == null ? "" : refused(call, stream, message));
    }

    @Override
    public int numbered(String text) {
        return (int) text.lines().filter(WordyProtocol::isNumbered).count();
    }

    static boolean isNumbered(String message) {
        return Stream.of("ping", "close ", "received ", "continues ").noneMatch(message::startsWith);
    }

    @Override
    public String received(long number) {
        return "received " + number + "\n";
    }

    @Override
    public String continuesAt(long number) {
        return "continues " + number + "\n";
    }

    @Override
    public String ping() {
        return "ping\n";
    }

    @Override
    public String close(String reason, boolean reconnect) {
        return "close " + reason + (reconnect ? " come again" : "") + "\n";
    }

    @Override
    public boolean clientsPing() {
        return clientsPing;
    }
}
