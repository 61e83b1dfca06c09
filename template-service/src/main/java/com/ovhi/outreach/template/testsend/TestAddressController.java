package com.ovhi.outreach.template.testsend;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.security.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where tests may go. Who orders tests as clinic staff cannot add an address to send them to. */
@RestController
@RequestMapping("/api/v1/test-addresses")
class TestAddressController {

    private static final String KEEPERS = "hasAnyAuthority('campaign-manager','compliance')";
    private static final int MAX_LIMIT = 200;

    private final TestAddresses addresses;

    TestAddressController(TestAddresses addresses) {
        this.addresses = addresses;
    }

    @PostMapping
    @PreAuthorize(KEEPERS)
    ResponseEntity<View> add(@Valid @RequestBody NewAddress wanted, Caller caller) {
        var added = addresses.add(
                caller.organization(), wanted.channel(), wanted.address(), wanted.label(), caller.subject());
        return ResponseEntity.created(URI.create("/api/v1/test-addresses/" + added.id()))
                .body(View.of(added));
    }

    @GetMapping
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance')")
    Page list(
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit,
            Caller caller) {
        var size = Math.clamp(limit, 1, MAX_LIMIT);
        var found = addresses.page(caller.organization(), after, size + 1);
        var items = found.stream().limit(size).map(View::of).toList();
        return new Page(items, found.size() > size ? items.getLast().id() : null);
    }

    @DeleteMapping("/{id}")
    @PreAuthorize(KEEPERS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id, Caller caller) {
        addresses.remove(caller.organization(), id, caller.subject());
    }

    /** An address of a member of staff: e-mail, or a number in E.164; {@code label} says whose. */
    record NewAddress(
            @NotNull Channel channel,
            @NotBlank @Size(max = 254) String address,
            @NotBlank @Size(max = 100) String label) {

        @Override
        public String toString() {
            return "NewAddress[channel=" + channel + ", address=" + Masked.MASK + "]";
        }
    }

    /** {@code nextAfter} is null on the last page. */
    record Page(List<View> items, @Nullable UUID nextAfter) {}

    /** One address on the wire; {@code hint} is enough of it for its owner to know it again. */
    record View(UUID id, Channel channel, String hint, String label, String addedBy, Instant addedAt) {

        static View of(TestAddress address) {
            return new View(
                    address.id(),
                    address.channel(),
                    StaffAddress.hint(address.address()),
                    address.label(),
                    address.addedBy(),
                    address.addedAt());
        }
    }
}
