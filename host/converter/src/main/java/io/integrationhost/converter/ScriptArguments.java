package io.integrationhost.converter;

import java.util.List;
import java.util.Map;

/** What one call of a script gets, in the order of {@link Direction#parameters}. */
sealed interface ScriptArguments permits UplinkArguments, DedicatedArguments, DownlinkArguments {

  /** In characters: texts as they are, bytes as Base64, the rest as JSON (facts 5.8). */
  long size();

  /** Each as JSON text. */
  List<String> json();

  /**
   * By name, as values of TBEL.
   *
   * @param context whose memory they count in
   * @throws ScriptFailure when an argument has no such form
   */
  Map<String, Object> tbel(TbelContext context);
}
