package com.ovhi.outreach.common.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a contract has all it must have. JSON knows no required fields, so a record would be built with nulls in
 * them and fail somewhere later, again and again; what is not {@code @Nullable} is required, on every level. Thread-safe.
 */
public final class RequiredFields {

    private static final String OURS = "com.ovhi.outreach.";

    /** What reflection says of a type costs far more than reading an event, so it is asked once. */
    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            var components = type.getName().startsWith(OURS) ? type.getRecordComponents() : null;
            return components == null
                    ? List.of()
                    : Arrays.stream(components)
                            .filter(each -> !each.getType().isPrimitive())
                            .map(Field::of)
                            .toList();
        }
    };

    private RequiredFields() {}

    /** The first required field that is missing, such as {@code location.timezone}; empty when none is. */
    public static Optional<String> missing(Object contract) {
        return Optional.ofNullable(firstMissing(contract));
    }

    private static @Nullable String firstMissing(Object contract) {
        for (var field : FIELDS.get(contract.getClass())) {
            var missing = missing(contract, field);
            if (missing != null) {
                return missing;
            }
        }
        return null;
    }

    private static @Nullable String missing(Object owner, Field field) {
        var value = field.in(owner);
        if (value == null) {
            return field.nullable() ? null : field.name();
        }
        var inside = inside(value);
        return inside == null ? null : field.name() + "." + inside;
    }

    private static @Nullable String inside(Object value) {
        return switch (value) {
            case Collection<?> many -> among(many);
            case Map<?, ?> many -> among(many.values());
            default -> firstMissing(value);
        };
    }

    private static @Nullable String among(Collection<?> many) {
        for (var each : many) {
            var missing = each == null ? null : firstMissing(each);
            if (missing != null) {
                return missing;
            }
        }
        return null;
    }

    /** A component of a record. */
    private record Field(String name, boolean nullable, Method accessor) {

        static Field of(RecordComponent component) {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return new Field(
                    component.getName(), component.getAnnotatedType().isAnnotationPresent(Nullable.class), accessor);
        }

        @Nullable
        Object in(Object owner) {
            try {
                return accessor.invoke(owner);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("A contract cannot be read", e);
            }
        }
    }
}
