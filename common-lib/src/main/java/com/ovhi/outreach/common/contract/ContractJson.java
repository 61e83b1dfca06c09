package com.ovhi.outreach.common.contract;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How contracts are written: snake_case, ISO-8601 instants, unknown fields ignored. Thread-safe. */
public final class ContractJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .changeDefaultPropertyInclusion(
                    value -> value.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    private ContractJson() {}

    /** The mapper itself, for trees and lists. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Writes a contract as UTF-8 JSON. */
    public static byte[] write(Object contract) {
        return MAPPER.writeValueAsBytes(contract);
    }

    /** Writes a contract as a JSON text. */
    public static String writeText(Object contract) {
        return MAPPER.writeValueAsString(contract);
    }

    /**
     * Reads a contract.
     *
     * @throws JacksonException when the bytes are not this contract; its text may quote them, so never log it
     */
    public static <T> T read(byte[] json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** Like {@link #read(byte[], Class)}. */
    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }
}
