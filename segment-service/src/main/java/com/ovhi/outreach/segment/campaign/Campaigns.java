package com.ovhi.outreach.segment.campaign;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

interface Campaigns extends Repository<Campaign, Long> {

    Campaign saveAndFlush(Campaign campaign);

    Optional<Campaign> findById(long id);

    Optional<Campaign> findByIdAndOrganizationId(long id, long organizationId);

    List<Campaign> findByOrganizationIdAndIdGreaterThanOrderById(long organizationId, long after, Limit limit);
}
