package dev.netc.compiler.codegen;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads from a class file how long the code of each method is (Java Virtual Machine Specification,
 * chapter 4).
 */
final class MethodSizes {
  private final DataInputStream in;
  private final Map<Integer, String> texts = new HashMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();

  private MethodSizes(byte[] file) {
    this.in = new DataInputStream(new ByteArrayInputStream(file));
  }

  /** Bytes of code by name and descriptor. */
  static Map<String, Integer> of(byte[] file) {
    MethodSizes reader = new MethodSizes(file);
    try {
      reader.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reader.sizes;
  }

  private void read() throws IOException {
    in.skipNBytes(8);
    constants(in.readUnsignedShort());
    in.skipNBytes(6);
    in.skipNBytes(2L * in.readUnsignedShort());
    members(in.readUnsignedShort());
    members(in.readUnsignedShort());
  }

  private void constants(int count) throws IOException {
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(i, in.readUTF());
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        default -> in.skipNBytes(4);
      }
    }
  }

  private void members(int count) throws IOException {
    for (int member = 0; member < count; member++) {
      in.skipNBytes(2);
      String name = texts.get(in.readUnsignedShort()) + texts.get(in.readUnsignedShort());
      int attributes = in.readUnsignedShort();
      for (int attribute = 0; attribute < attributes; attribute++) {
        String kind = texts.get(in.readUnsignedShort());
        int length = in.readInt();
        if ("Code".equals(kind)) {
          in.skipNBytes(4);
          sizes.put(name, in.readInt());
          in.skipNBytes(length - 8L);
        } else {
          in.skipNBytes(length);
        }
      }
    }
  }
}
