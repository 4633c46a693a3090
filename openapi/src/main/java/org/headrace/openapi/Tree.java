package org.headrace.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a document: its members in their order. A member's value is a tree, a list, a text, a number, a truth value or null. */
final class Tree extends LinkedHashMap<String, @Nullable Object> {

    /** Of what a parser gave. */
    static @Nullable Object of(@Nullable Object parsed) {
        if (parsed instanceof Map<?, ?> map) {
            Tree tree = new Tree();
            map.forEach((name, value) -> tree.put(String.valueOf(name), of(value)));
            return tree;
        }
        if (parsed instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(value -> copy.add(of(value)));
            return copy;
        }
        return parsed;
    }

    /** With one member. */
    static Tree with(String name, @Nullable Object value) {
        return new Tree().and(name, value);
    }

    Tree and(String name, @Nullable Object value) {
        put(name, value);
        return this;
    }

    /** The object that a member is; made when it is not there. */
    Tree tree(String name) {
        Object value = computeIfAbsent(name, absent -> new Tree());
        if (value instanceof Tree tree) {
            return tree;
        }
        throw new IllegalStateException(name + " must be an object, is " + value);
    }

    /** The list that a member is; made when it is not there. */
    @SuppressWarnings("unchecked")
    List<@Nullable Object> list(String name) {
        Object value = computeIfAbsent(name, absent -> new ArrayList<>());
        if (value instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw new IllegalStateException(name + " must be a list, is " + value);
    }

    /** The objects of a list. */
    List<Tree> trees(String name) {
        List<Tree> trees = new ArrayList<>();
        for (Object value : list(name)) {
            if (value instanceof Tree tree) {
                trees.add(tree);
            }
        }
        return trees;
    }

    /** Adds what another tree has; where both have a value that is no object, the other's counts. */
    Tree merge(Tree other) {
        other.forEach((name, value) -> {
            if (value instanceof Tree theirs && get(name) instanceof Tree ours) {
                ours.merge(theirs);
            } else {
                put(name, value);
            }
        });
        return this;
    }

    /** Takes a member away; null: it was not there. */
    @Nullable
    Object take(String name) {
        return remove(name);
    }
}
