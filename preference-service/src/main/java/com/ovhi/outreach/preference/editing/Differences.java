package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.contract.ContractJson;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What differs between two documents: names of fields, never their values. */
final class Differences {

    private Differences() {}

    /** In alphabetical order, separated by commas; empty when they are the same. */
    static String between(Object before, Object after) {
        JsonNode former = ContractJson.mapper().valueToTree(before);
        JsonNode latter = ContractJson.mapper().valueToTree(after);
        return Stream.concat(former.propertyNames().stream(), latter.propertyNames().stream())
                .distinct()
                .filter(name -> !former.path(name).equals(latter.path(name)))
                .sorted()
                .collect(Collectors.joining(","));
    }
}
