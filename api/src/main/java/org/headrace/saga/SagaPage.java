package org.headrace.saga;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some sagas, the newest first.
 *
 * @param next the cursor of the next page; null: this is the last
 */
public record SagaPage(List<SagaStatus> sagas, @Nullable String next) {}
