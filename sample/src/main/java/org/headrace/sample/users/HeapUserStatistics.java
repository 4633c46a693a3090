package org.headrace.sample.users;

import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;

/** In the heap. */
public final class HeapUserStatistics implements UserStatisticsRepository {

    private static final String KEY = "all";

    private final TransactionalMap<String, UserStatistics> values;

    public HeapUserStatistics(HeapTransactions transactions) {
        this.values = transactions.newMap();
    }

    @Override
    public UserStatistics load() {
        return values.get(KEY).orElse(UserStatistics.NONE);
    }

    @Override
    public void save(UserStatistics statistics) {
        values.put(KEY, statistics);
    }
}
