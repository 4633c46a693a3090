package org.headrace.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadFormatTest {

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    */*                                                                | JSON
                    application/*                                                      | JSON
                    application/json                                                   | JSON
                    text/html, application/xhtml+xml, */*;q=0.8                        | JSON
                    application/cloudevents-batch+json                                 | CLOUDEVENT_BATCH
                    application/CloudEvents+JSON                                       | CLOUDEVENT
                    application/cloudevents+json, application/cloudevents-batch+json   | CLOUDEVENT_BATCH
                    application/json;q=0.5, application/cloudevents+json               | CLOUDEVENT
                    application/json, application/cloudevents-batch+json               | JSON
                    application/json, application/cloudevents-batch+json;q=0.9         | JSON
                    */*, application/cloudevents-batch+json                            | CLOUDEVENT_BATCH
                    */*, application/cloudevents-batch+json;q=0.1                      | JSON
                    application/json;q=0, */*                                          | CLOUDEVENT_BATCH
                    """)
    void isWhatTheCallerLikesBest(String accept, ReadFormat format) {
        assertThat(ReadFormat.of(ranges(accept))).contains(format);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    text/html
                    */*;q=0
                    """)
    void mayBeNoneOfThem(String accept) {
        assertThat(ReadFormat.of(ranges(accept))).isEmpty();
    }

    @Test
    void withoutAHeaderItIsOurOwn() {
        assertThat(ReadFormat.of(List.of())).contains(ReadFormat.JSON);
    }

    private static List<MediaType> ranges(String accept) {
        return Arrays.stream(accept.split(","))
                .map(String::strip)
                .map(MediaType::valueOf)
                .toList();
    }
}
