/**
 * The queue of one integration between converter and link: first in, first out, trimmed only by
 * what the server has answered. It holds records as bytes and does not know what they mean. The
 * application calls {@link io.integrationhost.spool.SpoolStore} or {@link
 * io.integrationhost.spool.MemorySpool}; everything else here is internal.
 *
 * <p>Any thread may append, read or trim, and no call waits for the disk but those that open and
 * close. Two threads per store do the work: {@code spool-committer} writes and syncs, and completes
 * the appends, so what hangs on them must be short; {@code spool-janitor} deletes and looks after.
 *
 * <h2>The log</h2>
 *
 * A durable spool is a directory of segment files, each a header and frames with a checksum and a
 * position. Records are appended to the last segment; trimming deletes whole segments from the
 * front. A restart reads only the last segment, and never appends to a file of an earlier run, so
 * that committed bytes never change. The reader skips damage up to the next intact frame and counts
 * what is missing. How far the log was written is noted beside the cursor, so that an end that is
 * missing is known by its number of records, and no position is ever used twice. Layout of a store:
 * {@code lock}, {@code journal/*.journal}, {@code spools/NAME/*.segment}, {@code
 * spools/NAME/trimmed} (the cursor), {@code spools/NAME/*.damaged} (put aside). All of it is the
 * owner's only.
 *
 * <h2>Why there is a journal</h2>
 *
 * A disk sync of one file costs about as much as a sync of a batch in it, so spools that each sync
 * for themselves share the disk's few thousand syncs per second. On the machine of the measurement
 * (2 cores, ext4) 4,800 single syncs a second were possible, but only 130 to 180 rounds of 50
 * files, with two to eight threads alike: 50 integrations with a few records each in flight would
 * get a twentieth to a thirtieth of the rounds of a single one. Therefore one thread commits for
 * all spools in rounds. A round with one spool syncs its segment. In a round with several, the
 * records are written to their segments without a sync, copied into the journal, and the journal
 * alone is synced; the segments are synced when 16 MiB of journal are full, and the journal file is
 * deleted. After a crash the journal is written to the segments again. With that, 50 spools with
 * five records in flight each stored 92,000 to 130,000 records per second (13,000 when each synced
 * for itself), a single spool with 256 in flight 67,000 to 172,000. The price is that records of
 * such rounds are written twice.
 *
 * <p>The journal holds only bytes that are in the segments anyway, so it may fail at any time: then
 * the spools are synced one by one.
 *
 * <h2>When the disk fails</h2>
 *
 * A full disk makes appends wait, and what was written half is cut off. After a failed write or
 * sync the records of that batch fail, and the file is never written or synced again: an operating
 * system may report success for a second sync although the data of the first is lost. The next
 * append begins a new segment.
 *
 * <h2>When something unexpected is thrown</h2>
 *
 * Two threads serve all spools, so an Error of one spool must be nobody else's: the committer
 * catches per log and always finishes what it syncs; what it could not even fail for want of memory
 * it looks for again. The janitor catches per task. Every second both look at what an Error may
 * have left undone: files to be deleted, the cursor, the journal. No flag or counter is left set by
 * what is thrown; where something cannot go on, the spool's health says so.
 *
 * <h2>When files vanish</h2>
 *
 * At the same looks, and before a file is left, the files that are written are compared with what
 * their names lead to. A segment without its name is copied to a new one while it is open; until
 * that is done nothing counts as stored. No append makes a system call for that.
 */
package io.integrationhost.spool;
