package org.headrace.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8259, from both sides. */
class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "-0",
                "-1.5e+10",
                "1E5",
                "12345678901234567890.0001",
                "\"\"",
                "\"\\u0000\\uD83D\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                "\"é 😀\"",
                "[]",
                "[ ]",
                "{}",
                "{ }",
                "[1,[2,{\"a\":[]}]]",
                "{\"a\":1,\"a\":2,\"\":{}}",
                "[{\"a\" : [ 1 , 2 ]\n,\t\"b\":\r{}}]"
            })
    void takesEveryValueAndKeepsItsText(String json) {
        assertThat(JsonText.of(json).text()).isEqualTo(json);
        assertThat(JsonText.of(" \r\n\t" + json + "\n ").text()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "nulll",
                "True",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "Infinity",
                "'a'",
                "\"",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "\"\u0001\"",
                "[",
                "]",
                "[1",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\" 1}",
                "[1}",
                "{]",
                "1 2",
                "{} {}",
                "[1],",
                "\"\ud800\"",
                "\"\udc00\ud800\"",
                "//",
                "\u00a01",
                "\ufeff1"
            })
    void refusesEverythingElse(String notJson) {
        assertThatThrownBy(() -> JsonText.of(notJson)).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void nestingIsBoundedAndCostsNoStack() {
        assertThat(JsonText.of(nested(JsonScanner.MAX_DEPTH)).text()).hasSize(2 * JsonScanner.MAX_DEPTH);
        assertThatThrownBy(() -> JsonText.of(nested(JsonScanner.MAX_DEPTH + 1)))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessageContaining("deeper");
        assertThatThrownBy(() -> JsonText.of("[{\"a\":".repeat(1_000_000))).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void tellsWhereReadingStopped() {
        assertThatThrownBy(() -> JsonText.of("{\"a\":tru}"))
                .isInstanceOfSatisfying(
                        JsonSyntaxException.class, e -> assertThat(e.position()).isEqualTo(5));
    }

    @Test
    void membersComeOutAsTheSlicesTheyStandIn() {
        var scanner = new JsonScanner("{ \"t\\u0079pe\" : \"T\" , \"data\":{\"b\" : 1.50} }");
        List<String> seen = new ArrayList<>();
        scanner.beginObject();
        for (String name = scanner.nextName(); name != null; name = scanner.nextName()) {
            seen.add(name + "=" + scanner.value().text());
        }
        scanner.end();

        assertThat(seen).containsExactly("type=\"T\"", "data={\"b\" : 1.50}");
    }

    @Test
    void elementsComeOutOneByOne() {
        var scanner = new JsonScanner("[1 , {\"a\":[2,3]},\"x\"] ");
        List<String> seen = new ArrayList<>();
        scanner.beginArray();
        while (scanner.nextElement()) {
            seen.add(scanner.value().text());
        }
        scanner.end();

        assertThat(seen).containsExactly("1", "{\"a\":[2,3]}", "\"x\"");
    }

    @Test
    void quotingAndUnquotingAreInverse() {
        String value = "plain \" \\ / \b\f\n\r\t \u0000 \u001f é 😀";

        String quoted = JsonWriter.quote(new StringBuilder(), value).toString();

        assertThat(JsonScanner.unquote(JsonText.of(quoted))).isEqualTo(value);
        assertThat(JsonScanner.unquote(JsonText.of("\"\\u00e9\\/\\ud83d\\ude00\"")))
                .isEqualTo("é/😀");
    }

    @Test
    void recordsAreEncodedAndDecoded() {
        JsonText text = JsonText.encode(new Public("1", 2));

        assertThat(text.decode(Public.class)).isEqualTo(new Public("1", 2));
    }

    /** JSON-B sees public classes only. */
    public record Public(String userId, int age) {}

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
