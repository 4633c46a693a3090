package org.headrace.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonText;
import org.headrace.stream.ConflictException;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.OutcomeUnknownException;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void isWrittenAsRfc9457Says() {
        Problem problem = Problem.of(ProblemType.INVALID_INPUT, "a \"b\"", List.of(new Violation("type", "is missing")))
                .with("line", 3L)
                .with("note", "x");
        assertThat(problem.json())
                .isEqualTo("{\"type\":\"urn:headrace:problem:invalid-input\",\"title\":\"Invalid input\","
                        + "\"status\":400,\"detail\":\"a \\\"b\\\"\",\"line\":3,\"note\":\"x\","
                        + "\"violations\":[{\"field\":\"type\",\"message\":\"is missing\"}]}");
        assertThat(JsonText.of(problem.json()).isObject()).isTrue();
    }

    @Test
    void typesAreDistinct() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::urn)).doesNotHaveDuplicates();
    }

    @Test
    void conflictsAreToldApart() {
        var mapper = new ConflictMapper();
        assertThat(mapper.problem(ConflictException.offset("S", 3, 5)))
                .satisfies(p -> assertThat(p.type()).isEqualTo(ProblemType.OFFSET_CONFLICT))
                .satisfies(p -> assertThat(p.detail()).contains("offset 3", "at 5"));
        assertThat(mapper.problem(ConflictException.keyVersion("S", "k", 3, 5)).type())
                .isEqualTo(ProblemType.KEY_VERSION_CONFLICT);
        assertThat(mapper.problem(ConflictException.eventId("S", "id", 3)).type())
                .isEqualTo(ProblemType.EVENT_ID_CONFLICT);
    }

    @Test
    void anUnavailableStoreIs503WhoeverFindsIt() {
        var gone = new EventLogUnavailableException("gone", new IllegalStateException());
        assertThat(new LogUnavailableMapper().problem(gone).status()).isEqualTo(503);
        assertThat(new FailureMapper().problem(new IllegalStateException(gone)).type())
                .isEqualTo(ProblemType.STORE_UNAVAILABLE);
        assertThat(new OutcomeUnknownMapper()
                        .problem(new OutcomeUnknownException(gone))
                        .type())
                .isEqualTo(ProblemType.OUTCOME_UNKNOWN);
    }

    @Test
    void whatNobodyForesawIsToldByAnIdOnly() {
        Problem problem = new FailureMapper().problem(new IllegalStateException("secret"));
        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.json()).doesNotContain("secret").contains("\"correlationId\":\"");
    }

    @Test
    void aRecordThatChecksItselfSaysWhatIsWrongWithABody() {
        var invalid = new InvalidInputException("email", "must hold an @");
        assertThat(MalformedBodyInterceptor.refusal(new IllegalStateException(new RuntimeException(invalid))))
                .isSameAs(invalid);
        assertThat(MalformedBodyInterceptor.refusal(new IllegalStateException("org.headrace.Secret")))
                .isInstanceOfSatisfying(MalformedBodyException.class, e -> assertThat(
                                new MalformedBodyMapper().problem(e).json())
                        .contains("\"status\":400", "\"field\":\"body\"")
                        .doesNotContain("Secret"));
    }

    @Test
    void detailsAreOfAResourceAndNotOfALibrary() {
        assertThat(WebApplicationMapper.problem(404, "RESTEASY003210: Could not find")
                        .detail())
                .isEqualTo("Nothing is at this path");
        assertThat(WebApplicationMapper.problem(404, "HTTP 404 Not Found").detail())
                .isEqualTo("Nothing is at this path");
        assertThat(WebApplicationMapper.problem(404, "User u1 does not exist").detail())
                .isEqualTo("User u1 does not exist");
    }
}
