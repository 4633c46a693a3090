package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.headrace.web.problem.Problem;
import org.headrace.web.stream.Naming;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HubNamingTest {

    @Test
    void aConnectionHasTheNamingItAsksForElseTheServers() {
        HubNaming byDefault = configured(null);
        HubNaming pascal = configured(" Pascal ");

        assertThat(byDefault.of(null)).isEqualTo(Naming.CAMEL);
        assertThat(byDefault.of("pascal")).isEqualTo(Naming.PASCAL);
        assertThat(pascal.of(null)).isEqualTo(Naming.PASCAL);
        assertThat(pascal.of("camel")).isEqualTo(Naming.CAMEL);
        assertThat(pascal.refusal(null)).isNull();
        assertThat(pascal.refusal("CAMEL")).isNull();
    }

    @Test
    void anotherIsRefusedAndTheRefusalNamesThoseThereAre() {
        Problem problem = configured(null).refusal("snake");

        assertThat(problem).isNotNull();
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).isEqualTo("naming: must be camel or pascal");
        assertThat(configured(null).refusal("")).isNotNull();
    }

    @Test
    void aServerIsNotConfiguredWithAnother() {
        assertThatThrownBy(() -> configured("snake"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("headrace.hub.naming: must be camel or pascal");
    }

    private static HubNaming configured(@Nullable String naming) {
        return HubNaming.configured(
                name -> name.equals("headrace.hub.naming") ? Optional.ofNullable(naming) : Optional.of("of another"));
    }
}
