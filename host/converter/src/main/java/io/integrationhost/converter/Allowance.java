package io.integrationhost.converter;

/**
 * What one call may use.
 *
 * @param remark for the error text of a call that takes longer: why it has less time than usual;
 *     empty when it has not
 */
record Allowance(ConverterLimits.Budget budget, String remark) {

  static Allowance of(ConverterLimits.Budget usual) {
    return new Allowance(usual, "");
  }
}
