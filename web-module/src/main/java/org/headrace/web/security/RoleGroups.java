package org.headrace.web.security;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.headrace.engine.security.Role;
import org.headrace.input.InvalidInputException;

/** Which groups have which role. */
record RoleGroups(Map<Role, Set<String>> groups) {

    private static final Pattern COMMA = Pattern.compile(",");

    RoleGroups {
        groups = Map.copyOf(groups);
    }

    /**
     * {@code headrace.roles.reader}, {@code .writer} and {@code .operator}: groups, separated by commas. Unless told
     * otherwise a group of the role's own name has it.
     *
     * @throws InvalidInputException naming the setting, for one that names no group
     */
    static RoleGroups configured(Function<String, Optional<String>> configured) {
        Map<Role, Set<String>> groups = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            String setting = "headrace.roles." + role.name().toLowerCase(Locale.ROOT);
            Set<String> named = COMMA.splitAsStream(configured.apply(setting).orElse(role.text()))
                    .map(String::strip)
                    .filter(group -> !group.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
            if (named.isEmpty()) {
                throw new InvalidInputException(setting, "must name a group, or several separated by commas");
            }
            groups.put(role, named);
        }
        return new RoleGroups(groups);
    }

    /** Whether a member of some groups may do what needs the role. */
    boolean have(Role needed, Predicate<String> isMember) {
        return Arrays.stream(Role.values())
                .filter(role -> role.includes(needed))
                .anyMatch(role -> groups.getOrDefault(role, Set.of()).stream().anyMatch(isMember));
    }

    /** Of all roles. */
    Set<String> all() {
        return groups.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}
