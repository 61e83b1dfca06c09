package com.ovhi.outreach.template.testsend;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.audit.Trail;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The addresses that an organisation's tests may go to; every change is audited with it. */
@Service
class TestAddresses {

    private final TestAddressRows rows;
    private final Trail trail;
    private final TestSendProperties properties;
    private final Clock clock;

    TestAddresses(TestAddressRows rows, Trail trail, TestSendProperties properties, Clock clock) {
        this.rows = rows;
        this.trail = trail;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Adds one.
     *
     * @throws ProblemException 422 {@code invalid-address} or {@code too-many-test-addresses}, 409
     *     {@code duplicate-test-address}
     */
    @Transactional
    TestAddress add(long organization, Channel channel, String text, String label, String actor) {
        var address = StaffAddress.parse(channel, text)
                .orElseThrow(
                        () -> ProblemException.unprocessable("invalid-address", "The channel reaches no such address")
                                .with("channel", channel.code()));
        if (rows.count(organization) >= properties.addresses()) {
            throw ProblemException.unprocessable("too-many-test-addresses", "Remove addresses that are not used")
                    .with("limit", properties.addresses());
        }
        var added = new TestAddress(Ids.next(), organization, channel, address, label.strip(), actor, clock.instant());
        try {
            rows.insert(added);
        } catch (DuplicateKeyException e) {
            throw ProblemException.conflict("duplicate-test-address", "The address is on the list already");
        }
        trail.record(organization, null, actor, "test-address-added", details(added));
        return added;
    }

    /**
     * Removes one; tests that were ordered before may still arrive.
     *
     * @throws ProblemException 404 {@code unknown-test-address}
     */
    @Transactional
    void remove(long organization, UUID id, String actor) {
        var removed = get(organization, id);
        if (rows.delete(organization, id)) {
            trail.record(organization, null, actor, "test-address-removed", details(removed));
        }
    }

    @Transactional(readOnly = true)
    List<TestAddress> page(long organization, @Nullable UUID after, int limit) {
        return rows.page(organization, after == null ? "" : after.toString(), limit);
    }

    /**
     * One of an organisation's own.
     *
     * @throws ProblemException 404 {@code unknown-test-address}
     */
    @Transactional(readOnly = true)
    TestAddress get(long organization, UUID id) {
        return rows.find(organization, id)
                .orElseThrow(() -> ProblemException.notFound("unknown-test-address", "The list has no such address"));
    }

    private static Map<String, String> details(TestAddress address) {
        return Map.of(
                "address_id", address.id().toString(),
                "channel", address.channel().code());
    }
}
