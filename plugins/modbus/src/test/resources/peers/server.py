"""A Modbus server of pymodbus: server.py PORT FRAMER (socket, rtu, ascii); UDP with 'udp'."""
import sys
from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer, StartUdpServer
from pymodbus.transaction import ModbusAsciiFramer, ModbusRtuFramer, ModbusSocketFramer

port, kind = int(sys.argv[1]), sys.argv[2]
framer = {"rtu": ModbusRtuFramer, "ascii": ModbusAsciiFramer}.get(kind, ModbusSocketFramer)


def unit():
    return ModbusSlaveContext(
        di=ModbusSequentialDataBlock(0, [0, 1] * 100),
        co=ModbusSequentialDataBlock(0, [1, 0] * 100),
        hr=ModbusSequentialDataBlock(0, list(range(200))),
        ir=ModbusSequentialDataBlock(0, [0x42F6, 0xE979] * 50),
        zero_mode=True,
    )


context = ModbusServerContext(slaves={1: unit(), 2: unit()}, single=False)
print("ready", flush=True)
start = StartUdpServer if kind == "udp" else StartTcpServer
start(context=context, address=("127.0.0.1", port), framer=framer)
