package org.headrace.web.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonSyntaxException;
import org.headrace.stream.NewEvent;
import org.headrace.web.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventParserTest {

    private static final String HEAD = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"T\"";

    @Test
    void eachAttributeHasItsPlace() {
        NewEvent event = CloudEventParser.one(HEAD
                + ",\"subject\":\"order-1\",\"time\":\"2026-01-31T12:00:00Z\",\"datacontenttype\":\"application/json\","
                + "\"dataschema\":\"urn:s\",\"traceparent\":\"00-ab\",\"tries\":3,\"data\":{ \"a\" : 1.0 }}");
        assertThat(event.type()).isEqualTo("T");
        assertThat(event.key()).isEqualTo("order-1");
        assertThat(event.occurredAt()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(event.data()).hasToString("{ \"a\" : 1.0 }");
        assertThat(event.metadata())
                .hasToString("{\"cloudEvents\":{\"id\":\"1\",\"source\":\"/s\",\"datacontenttype\":"
                        + "\"application/json\",\"dataschema\":\"urn:s\"},\"traceparent\":\"00-ab\",\"tries\":3}");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                                            | specversion,id,source,type
                    {"specversion":"1.0","source":"/s","type":"T"}                | id
                    {"specversion":"1.0","id":"1","type":"T"}                     | source
                    {"specversion":"1.0","id":"1","source":"/s"}                  | type
                    {"id":"1","source":"/s","type":"T"}                           | specversion
                    {"specversion":"0.3","id":"1","source":"/s","type":"T"}       | specversion
                    {"specversion":1.0,"id":"1","source":"/s","type":"T"}         | specversion
                    {"specversion":null,"id":null,"source":"/s","type":"T"}       | specversion,id
                    {"specversion":"1.0","id":1,"source":"/s","type":"T"}         | id
                    {"specversion":"1.0","id":"","source":"/s","type":"T"}        | id
                    {"specversion":"1.0","id":"a\\nb","source":"/s","type":"T"}   | id
                    {"specversion":"1.0","id":"1","source":{},"type":"T"}         | source
                    {"specversion":"1.0","id":"1","source":"a b","type":"T"}      | source
                    {"specversion":"1.0","id":"1","source":"/s","type":["T"]}     | type
                    {"specversion":"1.0","id":"1","source":"/s","type":"  "}      | type
                    5                                                             | body
                    "text"                                                        | body
                    [{}]                                                          | body
                    """)
    void namesTheRequiredAttributesThatAreWrong(String body, String fields) {
        assertThat(wrong(body)).isEqualTo(fields);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "subject":5                                   | subject
                    "subject":""                                  | subject
                    "subject":"\\ud800"                           | subject
                    "time":"yesterday"                            | time
                    "time":"2026-01-31T12:00:00"                  | time
                    "time":"2026-01-31T12:00+01:00"               | time
                    "time":"2026-02-30T12:00:00Z"                 | time
                    "time":1769860800                             | time
                    "datacontenttype":"json"                      | datacontenttype
                    "datacontenttype":{}                          | datacontenttype
                    "dataschema":"/relative"                      | dataschema
                    "dataschema":true                             | dataschema
                    "ext":1.5                                     | ext
                    "ext":1e2                                     | ext
                    "ext":2147483648                              | ext
                    "ext":{}                                      | ext
                    "ext":["a"]                                   | ext
                    "ext":"a\\u0000"                              | ext
                    "Ext":"x"                                     | Ext
                    "my_ext":"x"                                  | my_ext
                    "eventType":"x"                               | eventType
                    "id":"2"                                      | id
                    "ext":1,"ext":1                               | ext
                    "data":1,"data":1                             | data
                    "data":1,"data_base64":"AA=="                 | data_base64
                    "data_base64":"AA==","data":1                 | data
                    "data_base64":"A"                             | data_base64
                    "data_base64":"AA"                            | data_base64
                    "data_base64":"ä==="                          | data_base64
                    "data_base64":5                               | data_base64
                    "data_base64":null                            | data_base64
                    "headracemetadata":"[]"                       | headracemetadata
                    "headracemetadata":"{"                        | headracemetadata
                    "headracemetadata":{}                         | headracemetadata
                    "ext":1,"headracemetadata":"{\\"ext\\":2}"    | headracemetadata
                    "headracemetadata":"{\\"cloudEvents\\":{}}"   | headracemetadata
                    """)
    void namesTheOptionalMembersThatAreWrong(String members, String field) {
        assertThat(wrong(HEAD + "," + members + "}")).isEqualTo(field);
    }

    @Test
    void ourOwnLimitsAreToldInTheWordsOfCloudEvents() {
        assertThat(wrong(HEAD + ",\"subject\":\"" + "x".repeat(501) + "\"}")).isEqualTo("subject");
        assertThat(wrong(HEAD.replace("\"T\"", "\"" + "T".repeat(201) + "\"") + "}"))
                .isEqualTo("type");
    }

    @Test
    void readsABatch() {
        assertThat(CloudEventParser.batch(" [ " + HEAD + ",\"data\":1} , " + HEAD + ",\"data\":2} ] "))
                .extracting(event -> event.data().text())
                .containsExactly("1", "2");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    []                              | body
                    {}                              | body
                    null                            | body
                    [5]                             | [0]
                    [EVENT,{"specversion":"1.0"}]   | [1].id,[1].source,[1].type
                    [EVENT,EVENT,null]              | [2]
                    """)
    void namesTheEventOfABatch(String body, String fields) {
        assertThat(violations(() -> CloudEventParser.batch(body.replace("EVENT", HEAD + "}"))))
                .isEqualTo(fields);
    }

    @Test
    void aBatchIsBounded() {
        String all = (HEAD + "},").repeat(10_000);
        assertThat(CloudEventParser.batch("[" + all.substring(0, all.length() - 1) + "]"))
                .hasSize(10_000);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> CloudEventParser.batch("[" + all + HEAD + "}]"))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(413));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"data\":}", "{} {}", "x"})
    void whatIsNotJsonIsRefused(String body) {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> CloudEventParser.one(body.replace("{}", HEAD + "}")));
    }

    @Test
    void anEmptyBodyIsRefused() {
        assertThatThrownBy(() -> CloudEventParser.one(" ")).hasMessageContaining("body: is empty");
        assertThatThrownBy(() -> CloudEventParser.batch("")).hasMessageContaining("body: ");
    }

    private static String wrong(String body) {
        return violations(() -> CloudEventParser.one(body));
    }

    private static String violations(Runnable reading) {
        var fields = new StringBuilder();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(reading::run)
                .satisfies(e -> fields.append(
                        e.violations().stream().map(Violation::field).collect(Collectors.joining(","))));
        return fields.toString();
    }
}
