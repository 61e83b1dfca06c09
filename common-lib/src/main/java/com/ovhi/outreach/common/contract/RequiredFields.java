package com.ovhi.outreach.common.contract;

import java.lang.reflect.InvocationTargetException;
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

    private static final ClassValue<List<RecordComponent>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            var components = type.getName().startsWith(OURS) ? type.getRecordComponents() : null;
            return components == null
                    ? List.of()
                    : Arrays.stream(components)
                            .filter(each -> !each.getType().isPrimitive())
                            .toList();
        }
    };

    private RequiredFields() {}

    /** The first required field that is missing, such as {@code location.timezone}; empty when none is. */
    public static Optional<String> missing(Object contract) {
        return COMPONENTS.get(contract.getClass()).stream()
                .flatMap(each -> missing(contract, each).stream())
                .findFirst();
    }

    private static Optional<String> missing(Object owner, RecordComponent component) {
        var value = value(owner, component);
        if (value == null) {
            var nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            return nullable ? Optional.empty() : Optional.of(component.getName());
        }
        return inside(value).map(field -> component.getName() + "." + field);
    }

    private static Optional<String> inside(Object value) {
        return switch (value) {
            case Collection<?> many -> among(many);
            case Map<?, ?> many -> among(many.values());
            default -> missing(value);
        };
    }

    private static Optional<String> among(Collection<?> many) {
        return many.stream()
                .flatMap(each -> each == null ? Optional.<String>empty().stream() : missing(each).stream())
                .findFirst();
    }

    private static @Nullable Object value(Object owner, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("A contract cannot be read", e);
        }
    }
}
