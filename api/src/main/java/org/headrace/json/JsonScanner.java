package org.headrace.json;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text (RFC 8259) from front to back, validating as it goes and building nothing: values come out as the
 * slices of text they stand in. Nesting is counted, not recursed into, so that hostile input costs no stack.
 *
 * <p>Typical use on an object: {@link #beginObject()}, then {@link #nextName()} and {@link #value()} until no name is
 * left, then {@link #end()}. Not for use by several threads.
 */
public final class JsonScanner {

    /** Deeper nesting than this is refused. */
    public static final int MAX_DEPTH = 512;

    private final String text;
    private int at;
    private boolean first;

    public JsonScanner(String text) {
        this.text = text;
    }

    /** Where the next character is read, in UTF-16 units from 0. */
    public int position() {
        return at;
    }

    /** The first character of the next value, or 0 where the text ends. */
    public char peek() {
        skipSpace();
        return at < text.length() ? text.charAt(at) : 0;
    }

    /** @throws JsonSyntaxException when the next value is no object */
    public void beginObject() {
        begin('{', "an object");
    }

    /** @throws JsonSyntaxException when the next value is no array */
    public void beginArray() {
        begin('[', "an array");
    }

    /**
     * The next member's name, unescaped, of the object that was begun last; null where the object ends. The value must be
     * read before the next call.
     */
    public @Nullable String nextName() {
        if (!hasNext('}')) {
            return null;
        }
        int start = at;
        string();
        String name = unescape(text, start + 1, at - 1);
        skipSpace();
        expect(':');
        return name;
    }

    /** Whether the array that was begun last has another element; consumes its end otherwise. */
    public boolean nextElement() {
        return hasNext(']');
    }

    /** Reads one whole value of any kind. */
    public JsonText value() {
        skipSpace();
        int start = at;
        skipValue();
        return JsonText.validated(text.substring(start, at));
    }

    /** @throws JsonSyntaxException when anything but white space is left */
    public void end() {
        skipSpace();
        if (at < text.length()) {
            throw error("Unexpected text after the JSON value");
        }
    }

    /** The characters that a JSON string stands for. */
    public static String unquote(JsonText string) {
        String text = string.text();
        if (text.charAt(0) != '"') {
            throw new JsonSyntaxException("Not a string", 0);
        }
        return unescape(text, 1, text.length() - 1);
    }

    private void begin(char bracket, String what) {
        skipSpace();
        if (at >= text.length() || text.charAt(at) != bracket) {
            throw error("Expected " + what);
        }
        at++;
        first = true;
    }

    private boolean hasNext(char close) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == close) {
            at++;
            first = false;
            return false;
        }
        if (!first) {
            expect(',');
            skipSpace();
        }
        first = false;
        return true;
    }

    private void skipValue() {
        // One bit a level tells whether it is an object.
        var objects = new BitSet();
        int depth = 0;
        while (true) {
            skipSpace();
            char c = at < text.length() ? text.charAt(at) : 0;
            if (c == '{' || c == '[') {
                if (depth == MAX_DEPTH) {
                    throw error("Nested deeper than " + MAX_DEPTH + " levels");
                }
                objects.set(depth++, c == '{');
                at++;
                skipSpace();
                if (at < text.length() && text.charAt(at) == (c == '{' ? '}' : ']')) {
                    at++;
                    depth--;
                } else {
                    if (c == '{') {
                        memberName();
                    }
                    continue;
                }
            } else {
                scalar(c);
            }
            // A value has ended: close what ends with it, or go on to the next one.
            while (depth > 0) {
                skipSpace();
                char next = at < text.length() ? text.charAt(at) : 0;
                boolean object = objects.get(depth - 1);
                if (next == ',') {
                    at++;
                    if (object) {
                        skipSpace();
                        memberName();
                    }
                    break;
                } else if (next == (object ? '}' : ']')) {
                    at++;
                    depth--;
                } else {
                    throw error(object ? "Expected ',' or '}'" : "Expected ',' or ']'");
                }
            }
            if (depth == 0) {
                return;
            }
        }
    }

    private void memberName() {
        string();
        skipSpace();
        expect(':');
    }

    private void scalar(char c) {
        switch (c) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    private void literal(String word) {
        if (!text.startsWith(word, at)) {
            throw error("Not a JSON value");
        }
        at += word.length();
    }

    private void number() {
        int start = at;
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        int integer = at;
        if (digits() == 0) {
            at = start;
            throw error(start >= text.length() ? "A JSON value is missing" : "Not a JSON value");
        }
        if (at - integer > 1 && text.charAt(integer) == '0') {
            at = integer;
            throw error("A number must not start with 0");
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            if (digits() == 0) {
                throw error("A digit is missing after the decimal point");
            }
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            if (digits() == 0) {
                throw error("A digit is missing in the exponent");
            }
        }
    }

    private int digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private void string() {
        if (at >= text.length() || text.charAt(at) != '"') {
            throw error("Expected a string");
        }
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return;
            } else if (c == '\\') {
                escape();
            } else if (c < 0x20) {
                throw error("Control character in a string: it must be escaped");
            } else if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && at + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(at + 1));
                if (!pair) {
                    throw error("Half of a surrogate pair");
                }
                at += 2;
            } else {
                at++;
            }
        }
        throw error("A string is not closed");
    }

    private void escape() {
        char c = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        switch (c) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
            case 'u' -> {
                for (int i = at + 2; i < at + 6; i++) {
                    if (i >= text.length() || Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                        throw error("Four hexadecimal digits must follow \\u");
                    }
                }
                at += 6;
            }
            default -> throw error("Unknown escape");
        }
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private void expect(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            throw error("Expected '" + c + "'");
        }
        at++;
    }

    private JsonSyntaxException error(String reason) {
        return new JsonSyntaxException(at >= text.length() ? reason + ": the text ends" : reason, at);
    }

    private static String unescape(String text, int from, int to) {
        int escape = text.indexOf('\\', from);
        if (escape < 0 || escape >= to) {
            return text.substring(from, to);
        }
        var out = new StringBuilder(to - from).append(text, from, escape);
        for (int i = escape; i < to; i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char kind = text.charAt(++i);
            switch (kind) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> out.append(kind);
            }
        }
        return out.toString();
    }
}
