package org.headrace.web.stream;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams in order of name.
 *
 * @param next what {@code after} must be to go on; absent: these were the last
 */
@JsonbPropertyOrder({"streams", "next"})
public record StreamList(List<StreamView> streams, @Nullable String next) {}
