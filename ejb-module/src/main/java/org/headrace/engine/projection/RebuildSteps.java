package org.headrace.engine.projection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.headrace.operator.Operator;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.RebuildParity;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.Rebuild.Start;
import org.headrace.projection.spi.Rebuild.State;
import org.headrace.projection.spi.RebuildTables;
import org.headrace.projection.spi.Segment;

/** What actions on a rebuild are made of. Each belongs to the transaction of an operator's action. */
record RebuildSteps(ProjectionDefinition definition, RunnerParts parts, BesideRuns besides) {

    /** Locked, until the action's end. */
    Rebuild requireBuilding() {
        Rebuild rebuild = require();
        if (rebuild.state() != State.BUILDING) {
            throw new ProjectionStateException(
                    "The new version of projection " + name() + " serves already: roll back, or finish");
        }
        return rebuild;
    }

    /** Locked, until the action's end. */
    Rebuild requireSwitched() {
        Rebuild rebuild = require();
        if (rebuild.state() != State.SWITCHED) {
            throw new ProjectionStateException(
                    "The new version of projection " + name() + " does not serve yet: switch to it, or cancel it");
        }
        return rebuild;
    }

    /** Makes the tables, and lets the handler put into them what it begins with. */
    void begin(String servingSchema, boolean autoSwitch, Optional<LoadedSnapshot> snapshot, Operator by)
            throws Exception {
        besides.store().lock(name()).ifPresent(existing -> {
            throw new ProjectionStateException(
                    existing.state() == State.BUILDING
                            ? "Projection " + name() + " is being rebuilt beside already: cancel that first"
                            : "Projection " + name() + " has a previous version: roll back, or finish, first");
        });
        var start = new Start(parts.clock().instant(), by.principal(), by.reason(), autoSwitch);
        var rebuild = new Rebuild(
                name(), State.BUILDING, definition.tables(), RebuildNames.schemas(servingSchema, name()), start, null);
        tables().make(rebuild);
        besides.store().save(rebuild);
        forget(rebuilt());
        for (String stream : definition.streams()) {
            rebuilt()
                    .places()
                    .checkpoints()
                    .put(Checkpoint.start(name(), stream, start.at()).replayingUntil(served(stream)));
        }
        if (definition.handler() instanceof ResettableProjection resettable) {
            String entered = tables().enter(rebuild);
            resettable.reset();
            parts.contributed().flush();
            snapshot.ifPresent(loaded -> loaded.restore(definition, rebuilt()));
            BesideVersion.requireUntouched(rebuild, tables());
            tables().leave(entered);
        }
    }

    /** Brings the new version to where the one that serves is. */
    Map<String, Long> takeForward(Rebuild rebuild) {
        Map<String, Long> served = new LinkedHashMap<>();
        definition.streams().forEach(stream -> served.put(stream, served(stream)));
        new TakeForward(definition, rebuilt(), tables()).to(served, rebuild);
        return served;
    }

    RebuildParity compare(Rebuild rebuild) {
        for (String stream : definition.streams()) {
            if (parts.placeOf(name(), stream).lastProcessedOffset() < served(stream)) {
                throw new ProjectionStateException("The segments of projection " + name() + " are at several offsets of"
                        + " stream " + stream + " at this moment, so that there is nothing to compare with: try again");
            }
        }
        Map<String, Long> offsets = takeForward(rebuild);
        return new RebuildParity(name(), offsets, tables().compare(rebuild));
    }

    /** The new version is at least as far as the one that serves. */
    void switchOver(Rebuild rebuild) {
        tables().swap(rebuild);
        movePlaces(parts, parts.under(RebuildNames::previous), stream -> -1);
        movePlaces(rebuilt(), parts, stream -> -1);
        parts.places().deadLetters().move(name(), RebuildNames.previous(name()));
        parts.places().deadLetters().move(RebuildNames.rebuild(name()), name());
        forget(rebuilt());
        besides.store().save(rebuild.switched());
    }

    void cancel(Rebuild rebuild) {
        tables().drop(rebuild);
        forget(rebuilt());
        besides.store().remove(name());
    }

    /** What came after the switch comes again, as a replay. */
    void rollBack(Rebuild rebuild) {
        tables().swapBack(rebuild);
        RunnerParts previous = parts.under(RebuildNames::previous);
        movePlaces(previous, parts, this::served);
        parts.places().deadLetters().move(RebuildNames.previous(name()), name());
        forget(previous);
        besides.store().remove(name());
    }

    void finish(Rebuild rebuild) {
        tables().drop(rebuild);
        forget(parts.under(RebuildNames::previous));
        besides.store().remove(name());
    }

    /** It is not switched by itself any more. */
    void note(Rebuild rebuild, String finding) {
        besides.store().save(rebuild.withFinding(finding));
    }

    /** Up to where some event serves already; of a stream that is split that is the segment that is furthest. */
    private long served(String stream) {
        return parts.places().segments().load(name(), stream).stream()
                .mapToLong(Segment::lastProcessedOffset)
                .max()
                .orElseGet(() -> parts.placeOf(name(), stream).lastProcessedOffset());
    }

    private void movePlaces(RunnerParts from, RunnerParts to, ToLongFunction<String> replayUntil) {
        for (String stream : definition.streams()) {
            to.places().checkpoints().put(from.placeOf(name(), stream).replayingUntil(replayUntil.applyAsLong(stream)));
            to.places()
                    .segments()
                    .replace(name(), stream, from.places().segments().load(name(), stream));
        }
    }

    private void forget(RunnerParts version) {
        version.places().checkpoints().remove(name());
        version.places().runStates().remove(name());
        version.places().deadLetters().clear(name());
        for (String stream : definition.streams()) {
            version.places().segments().replace(name(), stream, List.of());
        }
    }

    private Rebuild require() {
        return besides.store()
                .lock(name())
                .orElseThrow(
                        () -> new ProjectionStateException("Projection " + name() + " is not being rebuilt beside"));
    }

    private RunnerParts rebuilt() {
        return parts.under(RebuildNames::rebuild);
    }

    private RebuildTables tables() {
        return besides.tables();
    }

    private String name() {
        return definition.name();
    }
}
