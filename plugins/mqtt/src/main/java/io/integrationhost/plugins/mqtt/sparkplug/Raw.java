package io.integrationhost.plugins.mqtt.sparkplug;

/**
 * A value as it travels: which says little before the datatype is known.
 *
 * @param form which field holds it
 * @param content {@code Long} for both whole numbers, the 32 bits of {@link Form#INT} without a
 *     sign; {@code Float}, {@code Double}, {@code Boolean}, {@code String}, {@code byte[]}, {@link
 *     DataSet}, {@link Template}; of properties also maps and lists of maps
 */
record Raw(Form form, Object content) {

  /** The fields of values. */
  enum Form {
    INT(0),
    LONG(1),
    FLOAT(2),
    DOUBLE(3),
    BOOLEAN(4),
    STRING(5),
    BYTES(6),
    DATA_SET(7),
    TEMPLATE(8),
    PROPERTIES(9),
    PROPERTIES_LIST(10);

    /** How many fields behind that of INT, in every message that has such values. */
    private final int behind;

    Form(int behind) {
      this.behind = behind;
    }

    boolean isWhole() {
      return this == INT || this == LONG;
    }
  }

  /** The plain value in the reader's field, which is as many fields behind that of INT. */
  static Raw plain(int behind, WireReader in) {
    return switch (behind) {
      case 0 -> new Raw(Form.INT, in.number() & 0xFFFF_FFFFL);
      case 1 -> new Raw(Form.LONG, in.number());
      case 2 -> new Raw(Form.FLOAT, in.real32());
      case 3 -> new Raw(Form.DOUBLE, in.real64());
      case 4 -> new Raw(Form.BOOLEAN, in.flag());
      case 5 -> new Raw(Form.STRING, in.text());
      default -> throw new IllegalArgumentException("no plain value: " + behind);
    };
  }

  /** Writes a value of a metric, whose field of INT is 10. */
  void write(WireWriter out) {
    int field = Metric.VALUE + form.behind;
    switch (form) {
      case INT, LONG -> out.number(field, (Long) content);
      case FLOAT -> out.real32(field, (Float) content);
      case DOUBLE -> out.real64(field, (Double) content);
      case BOOLEAN -> out.flag(field, (Boolean) content);
      case STRING -> out.text(field, (String) content);
      case BYTES -> out.bytes(field, (byte[]) content);
      default -> throw new IllegalArgumentException(form + " is read only");
    }
  }
}
