/** Events of the suite and the topics that carry them: the only thing that crosses service borders. */
@NullMarked
package com.ovhi.outreach.common.contract;

import org.jspecify.annotations.NullMarked;
