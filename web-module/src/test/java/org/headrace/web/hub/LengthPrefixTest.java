package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthPrefixTest {

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "16383, ff7f",
        "16384, 808001",
        "2097151, ffff7f",
        "2097152, 80808001",
        "268435455, ffffff7f",
        "268435456, 8080808001",
        "2147483647, ffffffff07"
    })
    void sevenBitsAByteTheLowestFirst(int length, String prefix) {
        assertThat(LengthPrefix.of(length)).isEqualTo(bytes(prefix));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 32_000})
    void recordsAreReadBackByTheirLength(int length) throws Exception {
        byte[] prefix = LengthPrefix.of(length);
        byte[] message = new byte[prefix.length + length + 2];
        System.arraycopy(prefix, 0, message, 0, prefix.length);
        message[message.length - 2] = 1;
        message[message.length - 1] = 42;

        assertThat(LengthPrefix.records(message)).containsExactly(new byte[length], new byte[] {42});
    }

    @Test
    void aLengthMayBeWrittenLongerThanItMust() throws Exception {
        assertThat(LengthPrefix.records(bytes("818080800042"))).containsExactly(new byte[] {0x42});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "80",
                "8080808080",
                "808080808001",
                "0242",
                "014201",
                "ffffffff0742",
                "ffffffff7f42",
                "ffffffffff",
                "8080808010"
            })
    void recordsMustBeWhole(String message) {
        assertThatThrownBy(() -> LengthPrefix.records(bytes(message))).isInstanceOf(MalformedMessageException.class);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
