"""Writes to and reads from a server by pymodbus: client.py PORT."""
import sys
from pymodbus.client import ModbusTcpClient

client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]))
assert client.connect()
print(client.write_registers(0, [0x42F6, 0xE979], slave=1))
print(client.write_coil(3, True, slave=1))
print(client.read_holding_registers(0, 2, slave=1).registers)
print(client.read_holding_registers(90, 2, slave=1))
client.close()
