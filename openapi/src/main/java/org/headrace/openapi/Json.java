package org.headrace.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a document as JSON, two blanks a level. */
final class Json {

    private Json() {}

    static String write(Tree document) {
        var out = new StringBuilder();
        value(out, document, "\n");
        return out.append('\n').toString();
    }

    private static void value(StringBuilder out, @Nullable Object value, String line) {
        if (value instanceof Tree tree) {
            object(out, tree, line);
        } else if (value instanceof List<?> list) {
            array(out, list, line);
        } else if (value instanceof String text) {
            quote(out, text);
        } else {
            out.append(value);
        }
    }

    private static void object(StringBuilder out, Tree tree, String line) {
        String inner = line + "  ";
        String before = "{" + inner;
        for (Map.Entry<String, @Nullable Object> member : tree.entrySet()) {
            quote(out.append(before), member.getKey());
            value(out.append(": "), member.getValue(), inner);
            before = "," + inner;
        }
        out.append(tree.isEmpty() ? "{}" : line + "}");
    }

    private static void array(StringBuilder out, List<?> list, String line) {
        String inner = line + "  ";
        String before = "[" + inner;
        for (Object element : list) {
            value(out.append(before), element, inner);
            before = "," + inner;
        }
        out.append(list.isEmpty() ? "[]" : line + "]");
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < ' ') {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
