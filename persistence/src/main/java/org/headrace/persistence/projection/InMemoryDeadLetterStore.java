package org.headrace.persistence.projection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetter.Failure;
import org.headrace.projection.DeadLetters.Cause;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Page;
import org.headrace.projection.DeadLetters.Query;
import org.headrace.projection.spi.DeadLetterStore;
import org.jspecify.annotations.Nullable;

/** Dead letters in the heap. */
public final class InMemoryDeadLetterStore implements DeadLetterStore {

    private static final Comparator<Address> ORDER =
            Comparator.comparing(Address::stream).thenComparing(Address::offset);

    private record Id(String projection, Address at) {}

    private record Stored(DeadLetter letter, @Nullable String stackTrace) {}

    private final TransactionalMap<Id, Stored> letters;

    public InMemoryDeadLetterStore(HeapTransactions transactions) {
        this.letters = transactions.newMap();
    }

    @Override
    public void save(String projection, DeadLetter letter, String stackTrace) {
        letters.put(new Id(projection, letter.at()), new Stored(letter, stackTrace));
    }

    @Override
    public void queue(String projection, List<DeadLetter> queued) {
        queued.forEach(letter -> letters.put(new Id(projection, letter.at()), new Stored(letter, null)));
    }

    @Override
    public boolean remove(String projection, Address at) {
        return letters.update(new Id(projection, at), before -> Optional.empty())
                .isPresent();
    }

    @Override
    public void clear(String projection) {
        for (Id id : letters.snapshot().keySet()) {
            if (id.projection().equals(projection)) {
                letters.remove(id);
            }
        }
    }

    @Override
    public void move(String from, String to) {
        clear(to);
        letters.snapshot().forEach((id, stored) -> {
            if (id.projection().equals(from)) {
                letters.remove(id);
                letters.put(new Id(to, id.at()), stored);
            }
        });
    }

    @Override
    public Optional<DeadLetter> find(String projection, Address at) {
        return letters.get(new Id(projection, at)).map(Stored::letter);
    }

    @Override
    public Optional<String> stackTrace(String projection, Address at) {
        return letters.get(new Id(projection, at)).map(Stored::stackTrace);
    }

    @Override
    public Optional<DeadLetter> firstOf(String projection, StreamKey key) {
        return all(projection).filter(letter -> key.equals(keyOf(letter))).findFirst();
    }

    @Override
    public List<DeadLetter> heads(String projection, Filter filter) {
        Map<StreamKey, Address> first = new HashMap<>();
        List<DeadLetter> heads = new ArrayList<>();
        all(projection).forEach(letter -> {
            StreamKey key = keyOf(letter);
            if ((key == null || first.putIfAbsent(key, letter.at()) == null) && filter.takes(letter)) {
                heads.add(letter);
            }
        });
        return heads;
    }

    @Override
    public Map<StreamKey, Long> keys(String projection) {
        Map<StreamKey, Long> counts = new HashMap<>();
        all(projection).forEach(letter -> {
            StreamKey key = keyOf(letter);
            if (key != null) {
                counts.merge(key, 1L, Long::sum);
            }
        });
        return counts;
    }

    @Override
    public Map<String, Long> counts(String projection) {
        Map<String, Long> counts = new HashMap<>();
        all(projection).forEach(letter -> counts.merge(letter.at().stream(), 1L, Long::sum));
        return counts;
    }

    @Override
    public Page find(String projection, Query query) {
        Address after = LetterCursor.after(query.cursor());
        return LetterCursor.page(
                all(projection)
                        .filter(letter -> ORDER.compare(letter.at(), after) > 0)
                        .filter(query.filter()::takes)
                        .limit(query.limit() + 1L)
                        .toList(),
                query.limit());
    }

    @Override
    public List<Cause> causes(String projection, Filter filter) {
        Map<String, Cause> causes = new HashMap<>();
        all(projection).filter(filter::takes).forEach(letter -> {
            Failure failure = letter.failure();
            if (failure != null) {
                var one = new Cause(failure.cause(), 1, failure.failedAt(), failure.failedAt(), letter);
                causes.merge(failure.cause(), one, InMemoryDeadLetterStore::both);
            }
        });
        return causes.values().stream()
                .sorted(Comparator.comparing(Cause::count).reversed().thenComparing(Cause::cause))
                .toList();
    }

    /** @param more of one letter, later in the order than those that are there */
    private static Cause both(Cause there, Cause more) {
        boolean isNewer = !more.last().isBefore(there.last());
        return new Cause(
                there.cause(),
                there.count() + 1,
                more.first().isBefore(there.first()) ? more.first() : there.first(),
                isNewer ? more.last() : there.last(),
                isNewer ? more.example() : there.example());
    }

    /** In order of stream and offset. */
    private Stream<DeadLetter> all(String projection) {
        return letters.snapshot().entrySet().stream()
                .filter(entry -> entry.getKey().projection().equals(projection))
                .map(entry -> entry.getValue().letter())
                .sorted(Comparator.comparing(DeadLetter::at, ORDER));
    }

    private static @Nullable StreamKey keyOf(DeadLetter letter) {
        return letter.key() == null ? null : new StreamKey(letter.at().stream(), letter.key());
    }
}
