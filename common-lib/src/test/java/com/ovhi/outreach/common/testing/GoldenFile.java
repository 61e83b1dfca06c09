package com.ovhi.outreach.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The written form of a contract, kept in {@code contracts/} of the test kit. */
public final class GoldenFile {

    private GoldenFile() {}

    /** Fails unless the contract is written exactly as the file says and reading the file gives it back. */
    public static void assertGolden(String name, Object contract) {
        var golden = read(name);
        assertThat(ContractJson.mapper().readTree(ContractJson.writeText(contract)))
                .as("what a producer writes, compared with contracts/%s", name)
                .isEqualTo(ContractJson.mapper().readTree(golden));
        assertThat((Object) ContractJson.read(golden, contract.getClass()))
                .as("what a consumer reads from contracts/%s", name)
                .isEqualTo(contract);
    }

    /** The text of a golden file. */
    public static String read(String name) {
        try (var in = GoldenFile.class.getResourceAsStream("/contracts/" + name)) {
            if (in == null) {
                throw new AssertionError("There is no golden file contracts/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
